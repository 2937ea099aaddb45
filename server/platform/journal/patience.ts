const LONGEST_WAIT_MS = 4 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** How long a fact waits after a try that failed: two seconds after the first, twice as long after each further one, four hours at most. */
export const waitAfter = (attempts: number): number => Math.min(2 ** attempts * 1_000, LONGEST_WAIT_MS);

/** After how many tries a fact is given up: as many as fill a day with their waits. */
export const MOST_ATTEMPTS = triesThatFill(DAY_MS);

function triesThatFill(ms: number): number {
  let attempts = 1;
  for (let waited = waitAfter(1); waited < ms; waited += waitAfter(attempts)) attempts++;
  return attempts + 1;
}
