import { defineJob } from '../../../platform';
import { raiseAlert } from '../commands/raise-alert';
import { resolveAlert } from '../commands/resolve-alert';
import { aboutOrder, findLate } from '../domain/rules/operation-late';
import { AlertModel } from '../models/alert.model';
import { type OpenOrder, OpenOrderModel } from '../models/open-order.model';

const EVERY_MINUTE = '15 * * * * *';

/** Lateness begins by the clock alone. Ends again what is no longer so, should a fact and this job have crossed. */
export const watchDueDates = defineJob({
  name: 'alerts.watch-due-dates',
  schedule: EVERY_MINUTE,
  permissions: ['alerts.raise'],
  async run({ actor, now, requestId }) {
    const { factoryId } = actor.scope;
    const call = { actor, channel: 'job', now, requestId } as const;
    const late = await OpenOrderModel.find({ factoryId, closedAt: null, dueAt: { $lt: now } }).lean<OpenOrder[]>();
    const standing = await AlertModel.find({ factoryId, rule: 'operation_late', standing: true }, { about: 1 }).lean<{ about: string }[]>();
    const told = new Set(standing.map(({ about }) => about));
    const still = new Set<string>();
    for (const order of late) {
      const finding = findLate(order, now);
      if (!finding) continue;
      still.add(aboutOrder(order.workOrderId));
      if (!told.has(finding.about)) await raiseAlert.run(finding, call);
    }
    for (const about of told) if (!still.has(about)) await resolveAlert.run({ rule: 'operation_late', about }, call);
  },
});
