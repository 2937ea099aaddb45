import * as z from 'zod/mini';
import { ALERT_RULES } from '../../../contracts/api/alerts';
import type { AlertResolved } from '../../../contracts/events/alerts';
import { accepted, defineCommand } from '../../../platform';
import { type Alert, AlertModel } from '../models/alert.model';

/**
 * Ends an alert when what it was about is over, acknowledged or not. `about` one subject, or everything of one work order. With
 * nothing standing it changes nothing. Publishes `alerts.resolved` for each.
 */
export const resolveAlert = defineCommand({
  name: 'alerts.resolve',
  permission: 'alerts.raise',
  input: z.union([
    z.strictObject({ rule: z.enum(ALERT_RULES), about: z.string().check(z.maxLength(300)) }),
    z.strictObject({ workOrderId: z.string().check(z.maxLength(64)) }),
  ]),
  async run(what, { scope, now, publish }) {
    const { factoryId } = scope;
    const standing = await AlertModel.find({ ...what, factoryId, standing: true }).lean<Alert[]>();
    for (const { _id, rule, about, ownerIds, facts } of standing) {
      await AlertModel.updateOne({ factoryId, _id }, { $set: { state: 'resolved', resolvedAt: now }, $unset: { standing: 1 } });
      const alertId = _id.toHexString();
      publish({
        type: 'alerts.resolved',
        version: 1,
        subject: `alert:${alertId}`,
        payload: { alertId, rule, about, ownerIds, facts },
      } satisfies AlertResolved);
    }
    return accepted({ resolved: standing.length });
  },
});
