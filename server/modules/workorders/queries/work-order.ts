import { workOrderByNoQuery, workOrderIdBody } from '../../../contracts/api/workorders';
import { defineQuery } from '../../../platform';
import { loadOrder, loadOrderByNo } from '../load-order';
import { presentOrder } from '../workorders.presenter';

/** One order with all its operations. */
export const workOrder = defineQuery({
  name: 'workorders.work-order',
  permission: 'workorders.read',
  input: workOrderIdBody,
  run: async ({ workOrderId }, { scope, now }) => presentOrder(await loadOrder(scope, workOrderId), now),
});

/** The same by the number that people say. */
export const workOrderByNo = defineQuery({
  name: 'workorders.work-order-by-no',
  permission: 'workorders.read',
  input: workOrderByNoQuery,
  run: async ({ orderNo }, { scope, now }) => presentOrder(await loadOrderByNo(scope, orderNo), now),
});
