/**
 * A gloved finger taps twice. The second tap must not land on what the first has moved under it: a card of a list that was sorted anew,
 * a button of the page that has just opened.
 */
const SECOND_TAP_MS = 350;

let lastPressMs = 0;

/** Whether a press is meant, as against the echo of the one before. Notes it when it is. */
export function isDeliberate(): boolean {
  const now = Date.now();
  // A clock that is set back must not lock the page.
  const echo = now >= lastPressMs && now - lastPressMs < SECOND_TAP_MS;
  if (!echo) lastPressMs = now;
  return !echo;
}
