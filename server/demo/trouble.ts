import { decideApproval } from '../modules/approvals';
import {
  answerOrderChange,
  cancelWorkOrder,
  holdWorkOrder,
  requestDeletion,
  requestOrderChange,
  resumeWorkOrder,
} from '../modules/workorders';
import { type Floor, type Ordered, operationIdOf } from './floor';
import type { Told } from './telling';

/** What goes wrong in a workshop, each thing with the records that prove it. */
export function trouble(floor: Floor): Told[] {
  return [
    lateForThreeReasons(floor),
    clusterOfScrap(floor),
    firstArticleFailed(floor),
    cancelledWhileAPhoneWasAway(floor),
    heldForMaterial(floor),
    deletedByApproval(floor),
  ];
}

/**
 * Two days late: twenty pieces were added when turning was done, the furnace stood still for three days, and the night shift that was to
 * make up for it had nobody at the furnace. Each is in the order's history.
 */
async function* lateForThreeReasons(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0309', itemCode: 'YG-77', qty: '100', dueInDays: -2, customer: '江城液压' };
  const order = yield* floor.order(shift.on(12, '09:00'), ordered);
  yield* floor.makes('maliang', operationIdOf(order, 10), '100', shift.on(10, '08:00'), shift.on(10, '15:30'));
  const change = yield* shift.does('liujihua', shift.on(9, '10:00'), requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '120',
    reason: '客户加单 20 件，交期不变',
  });
  yield* shift.does('chenbanzhang', shift.on(8, '08:20'), answerOrderChange, { changeId: change.id, answer: 'accepted' });
  yield* floor.makes('maliang', operationIdOf(order, 10), '20', shift.on(7, '08:00'), shift.on(7, '09:40'));
  yield* shift.does('liujihua', shift.on(6, '08:30'), holdWorkOrder, {
    workOrderId: order.id,
    reason: '热处理炉加热管坏了，等配件',
  });
  yield* shift.does('liujihua', shift.on(3, '12:10'), resumeWorkOrder, { workOrderId: order.id });
  yield* floor.makes('zhoujie', operationIdOf(order, 20), '36', shift.on(3, '12:20'), shift.on(3, '18:50'));
  yield* floor.gives('zhoujie', operationIdOf(order, 20), shift.on(2, '19:50'));
  yield* floor.gives('limin', operationIdOf(order, 30), shift.on(2, '19:55'));
}

async function* clusterOfScrap(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(2, '08:40'), { orderNo: 'WO-0322', itemCode: 'ZT-14', qty: '200', dueInDays: 4 });
  const turning = operationIdOf(order, 10);
  yield* floor.begins('maliang', turning, shift.ago(148));
  yield* floor.reports('maliang', turning, shift.ago(95), '48', [{ reasonCode: 'size_out', qty: '2' }]);
  yield* floor.reports('maliang', turning, shift.ago(45), '30', [{ reasonCode: 'tool_wear', qty: '10' }]);
}

async function* firstArticleFailed(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(1, '14:00'), { orderNo: 'WO-0323', itemCode: 'CX-09', qty: '10', dueInDays: 7 });
  const milling = operationIdOf(order, 10);
  yield* floor.begins('maliang', milling, shift.ago(293));
  yield* floor.reports('maliang', milling, shift.ago(270), '1');
  yield* floor.inspected(milling, 'first_article', shift.ago(252), '孔位偏 0.3 mm');
  yield* floor.putsDown('maliang', milling, shift.ago(250));
}

/** What 孙丽 had made when her phone had no network arrives when the order is gone: kept aside, for the leader to settle. */
async function* cancelledWhileAPhoneWasAway(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0319', itemCode: 'FL-120', qty: '60', dueInDays: 5, customer: '北山机床' };
  const order = yield* floor.order(shift.on(2, '13:30'), ordered);
  const turning = operationIdOf(order, 10);
  yield* floor.begins('sunli', turning, shift.ago(170));
  yield* floor.reports('sunli', turning, shift.ago(110), '18');
  yield* shift.does('liujihua', shift.ago(50), cancelWorkOrder, { workOrderId: order.id, reason: '客户退单' });
  yield* floor.reportsLater('sunli', turning, shift.ago(58), shift.ago(33), '14');
}

async function* heldForMaterial(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(3, '15:30'), { orderNo: 'WO-0328', itemCode: 'BK-31', qty: '45', dueInDays: 6 });
  yield* shift.does('liujihua', shift.on(1, '16:00'), holdWorkOrder, { workOrderId: order.id, reason: '毛坯有砂眼，等供应商换货' });
}

async function* deletedByApproval(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0317', itemCode: 'ZT-14', qty: '60', dueInDays: 8, draft: true };
  const order = yield* floor.order(shift.on(2, '11:20'), ordered);
  const asked = { workOrderId: order.id, reason: '和 WO-0316 重复下单' };
  const { approvalId } = yield* shift.does('liujihua', shift.on(1, '10:00'), requestDeletion, asked);
  yield* shift.does('jingli', shift.on(1, '10:40'), decideApproval, { approvalId, decision: 'approved' });
}
