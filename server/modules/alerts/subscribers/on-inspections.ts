import type { InspectionFailed, InspectionOpened, InspectionPassed } from '../../../contracts/events/quality';
import { defineSubscriber } from '../../../platform';
import { followGate } from '../commands/follow-gate';
import { resolveAlert } from '../commands/resolve-alert';
import { aboutInspection } from '../domain/rules/gate-waiting-long';

const gateOf = (facts: (InspectionOpened | InspectionPassed | InspectionFailed)['payload']) => {
  const { inspectionId, kind, workOrderId, orderNo, itemName, workshopId, operationId, operationName } = facts;
  return { inspectionId, kind, workOrderId, orderNo, itemName, workshopId, operationId, operationName };
};

export const onInspectionOpened = defineSubscriber<InspectionOpened>({
  name: 'alerts.on-inspection-opened',
  on: 'quality.inspection_opened',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followGate, { ...gateOf(payload), openedAt: payload.openedAt }, { expected: [] });
  },
});

export const onInspectionDecided = defineSubscriber<InspectionPassed | InspectionFailed>({
  name: 'alerts.on-inspection-decided',
  on: ['quality.inspection_passed', 'quality.inspection_failed'],
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followGate, { ...gateOf(payload), openedAt: null }, { expected: [], part: 'follow' });
    await run(resolveAlert, { rule: 'gate_waiting_long', about: aboutInspection(payload.inspectionId) }, { expected: [], part: 'resolve' });
  },
});
