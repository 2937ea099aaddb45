import { Types } from 'mongoose';
import type { PersonRef } from '../../../contracts/api/primitives';
import { nudgeBody } from '../../../contracts/api/team';
import type { OperationNudged } from '../../../contracts/events/reporting';
import { accepted, defineCommand, refused } from '../../../platform';
import { namesOf, peopleWho } from '../../identity';
import { loadOrderForProgress, type OrderState, operationOf, orderFacts, orderSubject } from '../../workorders';
import { type Movers, whoseMove } from '../domain/whose-move';
import { type Nudge, NudgeModel, ONE_LAST_NUDGE } from '../models/nudge.model';

const MINUTE_MS = 60_000;
/** Who has been told needs this long to get there; asking again sooner only teaches them not to look. */
const PAUSE_MS = 10 * MINUTE_MS;

/**
 * Asks those whose move it is to move: the inspectors at a gate, the people before it when nothing has come, those who have it in hand.
 * Refuses with `nudged_lately` (when it may be done again) within ten minutes of the last time this person did so about this operation,
 * with `nobody_to_nudge` when only they themselves could move, and as the rules do when there is nothing to wait for.
 */
export const nudgeOperation = defineCommand({
  name: 'reporting.nudge-operation',
  permission: 'reporting.nudge',
  input: nudgeBody,
  againIfLostTo: [ONE_LAST_NUDGE],
  async run({ operationId }, { actor, scope, now, publish }) {
    const order = await loadOrderForProgress(scope, operationId);
    const operation = operationOf(order, operationId);
    const move = whoseMove(order, operation);
    if (move.kind === 'refused') return move;

    const told = (await peopleBehind(order, move.value.movers)).filter(({ id }) => id !== actor.id);
    if (told.length === 0) return refused({ code: 'nobody_to_nudge' });

    const mine = { factoryId: scope.factoryId, operationId, nudgedById: actor.id };
    const last = await NudgeModel.findOne(mine).lean<Nudge>();
    const nextAt = last && new Date(last.at.getTime() + PAUSE_MS);
    if (nextAt && nextAt > now) {
      const minutes = Math.ceil((nextAt.getTime() - now.getTime()) / MINUTE_MS);
      return refused({ code: 'nudged_lately', nextAt: nextAt.toISOString(), minutes });
    }
    await NudgeModel.updateOne(mine, { $set: { at: now } }, { upsert: true });

    const { reason, since } = move.value;
    publish({
      type: 'reporting.operation_nudged',
      version: 1,
      subject: orderSubject(order),
      payload: {
        ...orderFacts(order),
        operationId,
        operationName: operation.name,
        nudgeId: new Types.ObjectId().toHexString(),
        nudgedById: actor.id,
        toldIds: told.map(({ id }) => id),
        reason,
        since: since?.toISOString() ?? null,
      },
    } satisfies OperationNudged);
    return accepted({ reason, told, nextAt: new Date(now.getTime() + PAUSE_MS).toISOString() });
  },
});

async function peopleBehind({ factoryId, workshopId }: OrderState, movers: Movers): Promise<PersonRef[]> {
  if (movers === 'inspectors') return peopleWho(factoryId, 'quality.inspect', workshopId);
  if (movers === 'dispatchers') return peopleWho(factoryId, 'workorders.dispatch', workshopId);
  const names = await namesOf(factoryId, movers);
  return movers.map((id) => ({ id, name: names.get(id) ?? id }));
}
