import { defineJob } from '../../../platform';
import { factoryOf } from '../../identity';
import { raiseAlert } from '../commands/raise-alert';
import { resolveAlert } from '../commands/resolve-alert';
import { findLongWait } from '../domain/rules/gate-waiting-long';
import { AlertModel } from '../models/alert.model';
import { type OpenGate, OpenGateModel } from '../models/open-gate.model';

const EVERY_MINUTE = '45 * * * * *';

/** Waiting grows long by the clock alone. Ends again what is no longer so, should a fact and this job have crossed. */
export const watchOpenGates = defineJob({
  name: 'alerts.watch-open-gates',
  schedule: EVERY_MINUTE,
  permissions: ['alerts.raise'],
  async run({ actor, now, requestId }) {
    const { factoryId } = actor.scope;
    const call = { actor, channel: 'job', now, requestId } as const;
    const { gateWaitMinutes } = await factoryOf(factoryId);
    const open = await OpenGateModel.find({ factoryId, closedAt: null, openedAt: { $lt: now } }).lean<OpenGate[]>();
    const standing = await AlertModel.find({ factoryId, rule: 'gate_waiting_long', standing: true }, { about: 1 }).lean<
      { about: string }[]
    >();
    const told = new Set(standing.map(({ about }) => about));
    const still = new Set<string>();
    for (const gate of open) {
      const finding = findLongWait(gate, gateWaitMinutes, now);
      if (!finding) continue;
      still.add(finding.about);
      if (!told.has(finding.about)) await raiseAlert.run(finding, call);
    }
    for (const about of told) if (!still.has(about)) await resolveAlert.run({ rule: 'gate_waiting_long', about }, call);
  },
});
