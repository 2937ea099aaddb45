import type { Actor } from '../../platform';
import type { Worker } from './domain/open-for-work';

/** An actor as the rules of an operation see them: who dispatches work may step in for others. */
export const workerOf = (actor: Actor): Worker => ({ personId: actor.id, mayStepIn: actor.permissions.has('workorders.dispatch') });
