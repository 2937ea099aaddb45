import { acknowledgeAlertBody } from '../../../contracts/api/alerts';
import type { AlertAcknowledged } from '../../../contracts/events/alerts';
import { accepted, defineCommand, refused } from '../../../platform';
import { namesOf } from '../../identity';
import { presentAlertTo } from '../alerts.presenter';
import { decideAcknowledgement } from '../domain/acknowledgement';
import { type Alert, AlertModel } from '../models/alert.model';
import { inSight } from '../queries/in-sight';

/**
 * Somebody takes an alert on. Doing it twice changes nothing. Refuses with `alert_not_open` (what it is now, who has it) when
 * somebody else took it or it is resolved: a resolved alert never comes back this way (B-11.15).
 */
export const acknowledgeAlert = defineCommand({
  name: 'alerts.acknowledge',
  permission: 'alerts.acknowledge',
  input: acknowledgeAlertBody,
  async run({ alertId, note }, { actor, scope, now, publish }) {
    const alert = await AlertModel.findOne({ $and: [inSight(scope), { _id: alertId }] }).lean<Alert>();
    if (!alert) return refused({ code: 'not_found', what: 'alert' });

    const decision = decideAcknowledgement(alert, actor.id);
    if (decision.kind === 'refused') {
      const holder = alert.acknowledgedById;
      const names = await namesOf(scope.factoryId, holder ? [holder] : []);
      return refused({ ...decision.refusal, acknowledgedBy: holder ? { id: holder, name: names.get(holder) ?? holder } : null });
    }
    if (!decision.value.changed) return accepted(await presentAlertTo(actor, alert, now));

    const change = { state: 'acknowledged', acknowledgedById: actor.id, acknowledgedAt: now, acknowledgedNote: note || null } as const;
    await AlertModel.updateOne({ factoryId: scope.factoryId, _id: alert._id }, { $set: change });
    const { rule, about, ownerIds, facts } = alert;
    publish({
      type: 'alerts.acknowledged',
      version: 1,
      subject: `alert:${alertId}`,
      payload: { alertId, rule, about, ownerIds, facts, acknowledgedById: actor.id },
    } satisfies AlertAcknowledged);
    return accepted(await presentAlertTo(actor, { ...alert, ...change }, now));
  },
});
