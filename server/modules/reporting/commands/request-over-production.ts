import { requestOverProductionBody } from '../../../contracts/api/reporting';
import { parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand, refused } from '../../../platform';
import { ONE_PENDING_APPROVAL, openApproval } from '../../approvals';
import { peopleWho } from '../../identity';
import { attachMedia } from '../../media';
import {
  capQty,
  inUnit,
  isFirst,
  loadOrderForProgress,
  operationOf,
  processedQty,
  refuseUnlessInUnit,
  refuseUnlessOpen,
} from '../../workorders';

/**
 * Asks for an approval to make more than the order and its permitted share on top (B-1.2). Only at a first operation: later ones take
 * what the ones before hand over. Refuses with `report_empty`, `quantity_not_in_unit`, `order_not_open`,
 * `over_production_at_first_only`, `media_unknown` or `approval_already_requested`.
 */
export const requestOverProduction = defineCommand({
  name: 'reporting.request-over-production',
  permission: 'reporting.request_over_production',
  input: requestOverProductionBody,
  againIfLostTo: [ONE_PENDING_APPROVAL],
  async run({ operationId, qty, reason, photoIds, voiceId }, context) {
    const { actor, scope } = context;
    const askedQty = parseQuantity(qty) ?? 0;
    if (askedQty === 0) return refused({ code: 'report_empty' });
    const order = await loadOrderForProgress(scope, operationId);
    const operation = operationOf(order, operationId);
    const refusal = refuseUnlessOpen(order) ?? refuseUnlessInUnit(order, [askedQty]);
    if (refusal) return refused(refusal);
    if (!isFirst(operation)) return refused({ code: 'over_production_at_first_only', operationName: operation.name });

    const missing = await attachMedia(context, { photoIds, voiceId });
    if (missing) return refused(missing);
    const approvers = await peopleWho(scope.factoryId, 'approvals.decide', order.workshopId);
    const approvalId = await openApproval(
      {
        kind: 'over_production',
        subject: `operation:${operationId}`,
        workshopId: order.workshopId,
        facts: [
          { label: 'orderNo', value: order.orderNo },
          { label: 'item', value: order.itemName },
          { label: 'operation', value: operation.name },
          { label: 'plannedQty', value: inUnit(order, order.plannedQty) },
          { label: 'capQty', value: inUnit(order, capQty(order)) },
          { label: 'doneQty', value: inUnit(order, processedQty(operation)) },
          { label: 'qty', value: inUnit(order, askedQty) },
        ],
        reason,
        approverIds: approvers.map(({ id }) => id),
        carry: { operationId, qty, requestedById: actor.id },
        attached: { photoIds, voiceId },
      },
      context,
    );
    return accepted({ approvalId });
  },
});
