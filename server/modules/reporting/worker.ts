import type { Actor } from '../../platform';
import type { Worker } from '../workorders';

/** Who dispatches work may also step in where it is dispatched to somebody else. */
export const workerOf = (actor: Actor): Worker => ({ personId: actor.id, mayStepIn: isLeader(actor) });

export const isLeader = (actor: Actor): boolean => actor.permissions.has('workorders.dispatch');
