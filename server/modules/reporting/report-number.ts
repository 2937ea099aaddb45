import { randomInt } from 'node:crypto';

const FIRST_DAY = Date.UTC(2026, 0, 1);
// Crockford's digits: none that is taken for another when it is read out.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PLACES_WITHIN_A_SECOND = 3;
/** 32,768: a thousand reports a second, tried again and again, do not come round to a number of their own. */
const WITHIN_A_SECOND = DIGITS.length ** PLACES_WITHIN_A_SECOND;
// An odd step meets every number before it comes round; two processes with steps of their own meet here and there, not time after time.
const STEP = randomInt(WITHIN_A_SECOND / 2) * 2 + 1;
let running = randomInt(WITHIN_A_SECOND);

/**
 * A number for a report that a person can read out and that grows from second to second, e.g. `R-0V3K-7Q4T5`: the second, and a number
 * within it. Nothing is counted in the database, where every report of the factory would wait for the one counter; two processes that meet
 * on a number meet on its unique index, and one takes the next.
 */
export function nextReportNo(now: Date): string {
  running = (running + STEP) % WITHIN_A_SECOND;
  const seconds = Math.max(0, Math.floor((now.getTime() - FIRST_DAY) / 1000));
  const text = inDigits(seconds, 6) + inDigits(running, PLACES_WITHIN_A_SECOND);
  return `R-${text.slice(0, 4)}-${text.slice(4)}`;
}

function inDigits(value: number, places: number): string {
  let text = '';
  for (let rest = value, place = 0; place < places; place++, rest = Math.floor(rest / DIGITS.length)) {
    text = DIGITS.charAt(rest % DIGITS.length) + text;
  }
  return text;
}
