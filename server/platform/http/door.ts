import type { ErrorCode } from '../../contracts/errors';

export type Allowance = { readonly times: number; readonly seconds: number };

/**
 * How hard an address may be knocked at by who has not signed in. A whole factory often stands behind one address of the internet, so
 * what one address may do is generous; what may be done to one person, one token or one code is not.
 */
export type Door = {
  readonly name: string;
  readonly perAddress: Allowance;
  /** About one subject: whatever this field of the body names. */
  readonly perSubject?: Allowance & { readonly field: string };
  /** Refusals that only a guess meets. They are counted for themselves: a shift that signs in is no guessing. */
  readonly wrongGuesses?: Allowance & { readonly codes: readonly ErrorCode[] };
};
