import { Types } from 'mongoose';
import * as z from 'zod/mini';
import { ALERT_RULES } from '../../../contracts/api/alerts';
import type { AlertRaised } from '../../../contracts/events/alerts';
import { accepted, defineCommand } from '../../../platform';
import { peopleWho } from '../../identity';
import type { Finding } from '../domain/rule';
import { RULES } from '../domain/rules';
import { type Alert, AlertModel, ONE_STANDING_ALERT } from '../models/alert.model';

const finding = z.strictObject({
  rule: z.enum(ALERT_RULES),
  about: z.string().check(z.maxLength(300)),
  workshopId: z.nullable(z.string()),
  workOrderId: z.nullable(z.string()),
  facts: z.record(z.string(), z.string()),
});

/**
 * Raises an alert and names who can do something about it. The same thing found again while its alert stands changes its facts and
 * tells nobody a second time. Publishes `alerts.raised`.
 */
export const raiseAlert = defineCommand({
  name: 'alerts.raise',
  permission: 'alerts.raise',
  input: finding,
  againIfLostTo: [ONE_STANDING_ALERT],
  async run({ rule, about, workshopId, workOrderId, facts }, { scope, now, publish }) {
    const { factoryId } = scope;
    const standing = await AlertModel.findOne({ factoryId, rule, about, standing: true }).lean<Alert>();
    if (standing) {
      const merged = RULES[rule].merge?.(standing.facts as Finding['facts'], facts) ?? facts;
      await AlertModel.updateOne({ factoryId, _id: standing._id }, { $set: { facts: merged } });
      return accepted({ alertId: standing._id.toHexString(), raised: false });
    }

    const owners = await peopleWho(factoryId, RULES[rule].ownedBy, workshopId ?? undefined);
    const ownerIds = owners.map(({ id }) => id);
    const _id = new Types.ObjectId();
    await AlertModel.create({
      _id,
      factoryId,
      rule,
      about,
      workshopId,
      workOrderId,
      facts,
      ownerIds,
      state: 'open',
      standing: true,
      raisedAt: now,
    });
    const alertId = _id.toHexString();
    publish({
      type: 'alerts.raised',
      version: 1,
      subject: `alert:${alertId}`,
      payload: { alertId, rule, about, ownerIds, facts },
    } satisfies AlertRaised);
    return accepted({ alertId, raised: true });
  },
});
