import { workTimeBody } from '../../../contracts/api/reporting';
import type { WorkPaused } from '../../../contracts/events/reporting';
import { accepted, defineCommand, refused } from '../../../platform';
import { factoryOf } from '../../identity';
import {
  afterPause,
  loadOrderForProgress,
  operationOf,
  orderFacts,
  orderSubject,
  presentOperation,
  saveOrderProgress,
} from '../../workorders';
import { readMoment } from '../domain/moment';
import { endSegments, oldestOpenSince } from '../segments';

/**
 * Ends one's own time segment at an operation. Pausing what one is not working at changes nothing: gloves double-tap, and work that
 * somebody else's last piece has finished meanwhile is paused already. No gate stands before stopping.
 * Refuses with `occurred_in_future`, `occurred_too_long_ago` or `operation_not_started`. Publishes `reporting.work_paused`.
 */
export const pauseWork = defineCommand({
  name: 'reporting.pause-work',
  permission: 'reporting.start',
  input: workTimeBody,
  queueBy: ({ operationId }) => operationId,
  async run({ operationId, occurredAt }, { actor, scope, now, publish }) {
    const factory = await factoryOf(scope.factoryId);
    const moment = readMoment(occurredAt, now, factory.reportDaysBack);
    if (moment.kind === 'refused') return moment;

    const before = await loadOrderForProgress(scope, operationId);
    const operation = operationOf(before, operationId);
    if (operation.status === 'not_started') return refused({ code: 'operation_not_started', operationName: operation.name });
    const changed = operation.workingPersonIds.includes(actor.id);
    let order = before;
    if (changed) {
      await endSegments(scope.factoryId, operationId, moment.value, actor.id);
      order = afterPause(before, operationId, actor.id, await oldestOpenSince(scope.factoryId, operationId), moment.value);
      await saveOrderProgress(before, order);
      publish({
        type: 'reporting.work_paused',
        version: 1,
        subject: orderSubject(order),
        payload: {
          ...orderFacts(order),
          operationId,
          operationName: operation.name,
          personId: actor.id,
          occurredAt: moment.value.toISOString(),
        },
      } satisfies WorkPaused);
    }
    return accepted({ changed, operation: await presentOperation(order, operationId), serverTime: now.toISOString() });
  },
});
