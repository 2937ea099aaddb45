import type { ErrorCode } from '../contracts/errors';

/** Why not: a code from the list of errors and the facts a person needs to go on. */
export type Refusal = { readonly code: ErrorCode } & Readonly<Record<string, unknown>>;
export type Accepted<T> = { readonly kind: 'accepted'; readonly value: T };
export type Refused<R extends Refusal = Refusal> = { readonly kind: 'refused'; readonly refusal: R };
/** What a decision or a command comes to: the fact, or the reason why not. */
export type Outcome<T, R extends Refusal = Refusal> = Accepted<T> | Refused<R>;

export const accepted = <T>(value: T): Accepted<T> => ({ kind: 'accepted', value });
export const refused = <R extends Refusal>(refusal: R): Refused<R> => ({ kind: 'refused', refusal });
