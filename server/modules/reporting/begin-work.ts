import type * as z from 'zod/mini';
import type { workTimeReceiptDto } from '../../contracts/api/reporting';
import type { WorkStarted } from '../../contracts/events/reporting';
import { accepted, type CommandContext, type Outcome, refused } from '../../platform';
import { factoryOf } from '../identity';
import {
  type decideStart,
  loadOrderForProgress,
  operationOf,
  orderFacts,
  orderSubject,
  presentOperation,
  saveOrderProgress,
} from '../workorders';
import { readMoment } from './domain/moment';
import { explained } from './explain-refusal';
import { reopeningOf } from './reopening';
import { endSegments, openElsewhere, openSegment } from './segments';
import { workerOf } from './worker';

type WorkTimeReceipt = z.infer<typeof workTimeReceiptDto>;

/** What starting and going on have in common: the gates, the time segment, the fact. `decide` is the rule that tells them apart. */
export async function beginWork(
  input: { operationId: string; occurredAt: string },
  decide: typeof decideStart,
  { actor, scope, now, publish }: CommandContext,
): Promise<Outcome<WorkTimeReceipt>> {
  const factory = await factoryOf(scope.factoryId);
  const moment = readMoment(input.occurredAt, now, factory.reportDaysBack);
  if (moment.kind === 'refused') return moment;

  const before = await loadOrderForProgress(scope, input.operationId);
  const decision = decide(before, input.operationId, workerOf(actor), {
    occurredAt: moment.value,
    now,
    reopening: reopeningOf(factory, moment.value),
  });
  if (decision.kind === 'refused') return explained(before, decision.refusal);
  const { order, changed, firstArticleDue } = decision.value;

  if (changed) {
    const elsewhere = factory.oneOperationPerPerson ? await openElsewhere(scope.factoryId, actor.id, input.operationId) : null;
    if (elsewhere) {
      const { operationId, operationName, orderNo, startedAt } = elsewhere;
      return refused({ code: 'working_elsewhere', operationId, operationName, orderNo, since: startedAt.toISOString() });
    }
    const operation = operationOf(order, input.operationId);
    // Stopped by a hold a moment ago and back at work: the old time ends here if it has not been ended yet.
    if (operationOf(before, input.operationId).status !== 'not_started') {
      await endSegments(scope.factoryId, input.operationId, moment.value, actor.id);
    }
    await openSegment({ order, operation, personId: actor.id }, moment.value, factory.oneOperationPerPerson);
    await saveOrderProgress(before, order);
    publish({
      type: 'reporting.work_started',
      version: 1,
      subject: orderSubject(order),
      payload: {
        ...orderFacts(order),
        operationId: operation.id,
        operationName: operation.name,
        personId: actor.id,
        occurredAt: moment.value.toISOString(),
        firstArticleDue,
      },
    } satisfies WorkStarted);
  }
  return accepted({ changed, operation: await presentOperation(order, input.operationId), serverTime: now.toISOString() });
}
