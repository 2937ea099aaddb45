import { requestInspectionBody } from '../../../contracts/api/quality';
import { accepted, defineCommand } from '../../../platform';
import { loadOrderForProgress, operationOf, saveOrderProgress } from '../../workorders';
import { openGate } from '../domain/gate';
import { ONE_OPEN_INSPECTION } from '../models/inspection.model';
import { openInspectionOf, writeInspection } from '../open-inspection';
import { presentInspection } from '../quality.presenter';

/**
 * Asks for an inspection, above all for another after a failure. Asking for one that is open answers with it: gloves double-tap.
 * Refuses with `inspection_not_due`, `gate_not_required`, `gate_already_passed` or `order_not_open`.
 */
export const requestInspection = defineCommand({
  name: 'quality.request-inspection',
  permission: 'quality.request_inspection',
  input: requestInspectionBody,
  againIfLostTo: [ONE_OPEN_INSPECTION],
  async run({ operationId, kind }, context) {
    const { scope, now } = context;
    const order = await loadOrderForProgress(scope, operationId);
    const operation = operationOf(order, operationId);
    const waiting = await openInspectionOf(scope.factoryId, operationId, kind);
    if (waiting) return accepted(await presentInspection(waiting));

    const decision = openGate(order, operation, kind, now);
    if (decision.kind === 'refused') return decision;
    await saveOrderProgress(order, decision.value);
    return accepted(await presentInspection(await writeInspection({ order, operation, kind }, [], context)));
  },
});
