import type { OperationNudged } from '../../../contracts/events/reporting';
import { defineSubscriber, type Notify, type Subscriber } from '../../../platform';
import { namesOf } from '../../identity';

/** What a nudge says; the channel makes it into words. `since` is ISO 8601. */
export type NudgeNotice = Pick<OperationNudged['payload'], 'orderNo' | 'itemName' | 'operationName' | 'reason' | 'since'> & {
  readonly nudgedBy: string;
};

/** Tells those whose move it is that somebody waits for it. Delivered twice, the same nudge is told once. */
export function tellPeople(notify: Notify): Subscriber[] {
  return [
    defineSubscriber<OperationNudged>({
      name: 'reporting.tell-nudged',
      on: 'reporting.operation_nudged',
      permissions: [],
      async handle({ payload }, { factoryId }) {
        const { nudgeId, nudgedById, toldIds, operationId, orderNo, itemName, operationName, reason, since } = payload;
        const nudgedBy = (await namesOf(factoryId, [nudgedById])).get(nudgedById) ?? nudgedById;
        const facts: NudgeNotice = { orderNo, itemName, operationName, reason, since, nudgedBy };
        await notify({
          key: `nudge:${nudgeId}`,
          factoryId,
          toPersonIds: toldIds,
          kind: 'nudge',
          urgency: 'p2',
          subjectId: operationId,
          facts,
        });
      },
    }),
  ];
}
