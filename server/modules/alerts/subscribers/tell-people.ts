import type { AlertAcknowledged, AlertRaised, AlertResolved } from '../../../contracts/events/alerts';
import { defineSubscriber, type Notify, type Subscriber } from '../../../platform';
import { namesOf } from '../../identity';
import { RULES } from '../domain/rules';
import { type Alert, AlertModel } from '../models/alert.model';

/** What a notice about an alert says. `alert_settled` goes to nobody new: it changes what those have who were told. */
export type AlertNotice = {
  readonly alertId: string;
  readonly rule: Alert['rule'];
  readonly lamp: (typeof RULES)[Alert['rule']]['lamp'];
  readonly state: Alert['state'];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly acknowledgedBy: string | null;
};

/** Tells the owners of an alert, and later that somebody has it or that it is over. Delivered twice, the same key is told once. */
export function tellPeople(notify: Notify): Subscriber[] {
  return [
    defineSubscriber<AlertRaised>({
      name: 'alerts.tell-owners',
      on: 'alerts.raised',
      permissions: [],
      async handle({ payload }, { factoryId }) {
        const { alertId, rule } = payload;
        const facts = await noticeOf(factoryId, alertId);
        // What is over by the time it could be told is not told (B-11.15).
        if (!facts || facts.state === 'resolved') return;
        const { ownerIds } = payload;
        await notify({
          key: `alert:${alertId}`,
          factoryId,
          toPersonIds: ownerIds,
          kind: 'alert',
          urgency: RULES[rule].urgency,
          subjectId: alertId,
          facts,
        });
      },
    }),
    defineSubscriber<AlertAcknowledged | AlertResolved>({
      name: 'alerts.tell-settled',
      on: ['alerts.acknowledged', 'alerts.resolved'],
      permissions: [],
      async handle({ type, payload }, { factoryId }) {
        const { alertId } = payload;
        const facts = await noticeOf(factoryId, alertId);
        if (facts)
          await notify({
            key: `alert:${alertId}:${type}`,
            factoryId,
            toPersonIds: [],
            kind: 'alert_settled',
            urgency: 'p3',
            subjectId: alertId,
            facts,
          });
      },
    }),
  ];
}

async function noticeOf(factoryId: string, alertId: string): Promise<AlertNotice | null> {
  const alert = await AlertModel.findOne({ factoryId, _id: alertId }).lean<Alert>();
  if (!alert) return null;
  const { rule, state, facts, acknowledgedById } = alert;
  const names = await namesOf(factoryId, acknowledgedById ? [acknowledgedById] : []);
  return {
    alertId,
    rule,
    lamp: RULES[rule].lamp,
    state,
    facts,
    acknowledgedBy: acknowledgedById ? (names.get(acknowledgedById) ?? acknowledgedById) : null,
  };
}
