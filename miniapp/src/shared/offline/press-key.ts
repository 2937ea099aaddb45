import { monotonicFactory } from 'ulid';

/** WeChat's engine has no crypto; such a key must be unlike every other, it need not be secret. */
function randomShare(): number {
  if (typeof crypto === 'undefined' || !crypto.getRandomValues) return Math.random();
  const drawn = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return drawn / 2 ** 32;
}

/** The key of one press of a button: a ULID, later presses sort after earlier ones (B-11.3). */
export const newPressKey: () => string = monotonicFactory(randomShare);
