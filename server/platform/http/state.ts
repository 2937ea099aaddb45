import type { Actor, Channel } from '../command/context';

/** What the middleware learns of a request. */
export type HttpState = { requestId: string; actor?: Actor; channel?: Channel };
