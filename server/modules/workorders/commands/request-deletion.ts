import { requestDeletionBody } from '../../../contracts/api/workorders';
import { accepted, defineCommand } from '../../../platform';
import { ONE_PENDING_APPROVAL, openApproval } from '../../approvals';
import { peopleWho } from '../../identity';
import { inUnit } from '../domain/order-flow';
import { orderGoodQty, orderScrapQty } from '../domain/order-totals';
import { loadOrder } from '../load-order';
import { orderSubject } from '../order-facts';
import { toOrderState } from '../progress';

/** Asks for an order to be deleted. Nobody deletes alone: whoever decides in its workshop does, and the product carries it out. */
export const requestDeletion = defineCommand({
  name: 'workorders.request-deletion',
  permission: 'workorders.request_deletion',
  input: requestDeletionBody,
  againIfLostTo: [ONE_PENDING_APPROVAL],
  async run({ workOrderId, reason }, context) {
    const state = toOrderState(await loadOrder(context.scope, workOrderId));
    const approvers = await peopleWho(state.factoryId, 'approvals.decide', state.workshopId);
    const approvalId = await openApproval(
      {
        kind: 'delete_work_order',
        subject: orderSubject(state),
        workshopId: state.workshopId,
        facts: [
          { label: 'orderNo', value: state.orderNo },
          { label: 'item', value: `${state.itemCode} ${state.itemName}` },
          { label: 'plannedQty', value: inUnit(state, state.plannedQty) },
          { label: 'goodQty', value: inUnit(state, orderGoodQty(state)) },
          { label: 'scrapQty', value: inUnit(state, orderScrapQty(state)) },
        ],
        reason,
        approverIds: approvers.map(({ id }) => id),
        carry: { workOrderId, reason },
      },
      context,
    );
    return accepted({ approvalId });
  },
});
