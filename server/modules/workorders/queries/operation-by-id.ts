import { operationIdBody } from '../../../contracts/api/workorders';
import { defineQuery } from '../../../platform';
import { operationOf } from '../domain/order-flow';
import { loadOrderOf } from '../load-order';
import { namesFor } from '../names';
import { toOrderState } from '../progress';
import { workerOf } from '../worker';
import { presentTask } from '../workorders.presenter';

/** The task card of one operation, as a scanned travel card opens it. */
export const operationById = defineQuery({
  name: 'workorders.operation-by-id',
  permission: 'workorders.read',
  input: operationIdBody,
  async run({ operationId }, { actor, scope, now }) {
    const order = await loadOrderOf(scope, operationId);
    const state = toOrderState(order);
    return presentTask(order, state, operationOf(state, operationId), await namesFor(scope.factoryId, [state]), workerOf(actor), now);
  },
});
