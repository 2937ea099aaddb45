import { correctReport, reportRework, requestOverProduction } from '../modules/reporting';
import { requestOrderChange, splitWorkOrder } from '../modules/workorders';
import { type Floor, type Ordered, operationIdOf } from './floor';
import type { Told } from './telling';

/** Orders that are being made, or wait for somebody to begin, in the middle of the shift. */
export function ordersInHand(floor: Floor): Told[] {
  return [
    runningWithAChangeOpen(floor),
    waitingForItsFirstArticle(floor),
    readyToStart(floor),
    halfWayDown(floor),
    askingToOverProduce(floor),
    waitingForRelease(floor),
    partsInRework(floor),
    inTwoParts(floor),
    ...NOT_STARTED.map((ordered) => notStarted(floor, ordered)),
  ];
}

/** One whose quantity changed: the workshop has not answered yet. */
async function* runningWithAChangeOpen(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0312', itemCode: 'FL-120', qty: '100', dueInDays: 3, customer: '苏南泵业' };
  const order = yield* floor.order(shift.on(4, '09:20'), ordered);
  yield* floor.makes('maliang', operationIdOf(order, 10), '80', shift.on(2, '17:30'), shift.on(2, '19:40'));
  const turning = operationIdOf(order, 20);
  yield* floor.gives('wang', turning, shift.on(1, '19:20'));
  yield* floor.begins('wang', turning, shift.ago(172));
  yield* floor.reports('wang', turning, shift.ago(118), '20');
  yield* floor.reports('wang', turning, shift.ago(66), '22');
  yield* floor.reports('wang', turning, shift.ago(20), '16', [{ reasonCode: 'scratch', qty: '2' }]);
  yield* shift.does('liujihua', shift.ago(15), requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '120',
    reason: '客户加单 20 件',
  });
}

async function* waitingForItsFirstArticle(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(2, '10:00'), { orderNo: 'WO-0315', itemCode: 'BK-31', qty: '60', dueInDays: 5 });
  const milling = operationIdOf(order, 10);
  yield* floor.begins('zhaolei', milling, shift.ago(31));
  yield* floor.reports('zhaolei', milling, shift.ago(25), '1');
}

async function* readyToStart(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(3, '14:10'), { orderNo: 'WO-0316', itemCode: 'ZT-14', qty: '40', dueInDays: 1 });
  yield* floor.makes('sunli', operationIdOf(order, 10), '40', shift.on(1, '13:00'), shift.on(1, '15:00'));
  yield* floor.gives('wang', operationIdOf(order, 20), shift.ago(60));
}

/** Somebody miscounted and put it right; the last operation has no price yet, so its pay waits for one. */
async function* halfWayDown(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0318', itemCode: 'CX-09', qty: '20', dueInDays: 6, customer: '华东齿轮' };
  const order = yield* floor.order(shift.on(4, '10:30'), ordered);
  const milling = operationIdOf(order, 10);
  yield* floor.begins('sunli', milling, shift.on(3, '13:00'));
  yield* floor.reports('sunli', milling, shift.on(3, '13:40'), '2');
  yield* floor.inspected(milling, 'first_article', shift.on(3, '14:05'));
  yield* floor.reports('sunli', milling, shift.on(3, '17:30'), '18');
  yield* floor.putsDown('sunli', milling, shift.on(3, '17:30'));
  const boring = operationIdOf(order, 20);
  yield* floor.begins('zhoujie', boring, shift.ago(290));
  const reportId = yield* floor.reports('zhoujie', boring, shift.ago(120), '13');
  yield* shift.does('zhoujie', shift.ago(112), correctReport, {
    reportId,
    reason: '多点了 1 件',
    occurredAt: shift.ago(112).toISOString(),
    replacement: { goodQty: '12', scrap: [], reworkQty: '0' },
  });
  yield* floor.putsDown('zhoujie', boring, shift.ago(110));
  yield* floor.begins('sunli', operationIdOf(order, 30), shift.ago(29));
  yield* floor.reports('sunli', operationIdOf(order, 30), shift.ago(6), '8');
}

async function* askingToOverProduce(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(3, '09:00'), { orderNo: 'WO-0321', itemCode: 'ZT-14', qty: '100', dueInDays: 2 });
  const turning = operationIdOf(order, 10);
  yield* floor.begins('limin', turning, shift.ago(299));
  yield* floor.reports('limin', turning, shift.ago(150), '105');
  yield* shift.does('limin', shift.ago(35), requestOverProduction, {
    operationId: turning,
    qty: '15',
    reason: '毛坯多投，客户下月还要',
  });
}

async function* waitingForRelease(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0324', itemCode: 'FL-120', qty: '30', dueInDays: 1, customer: '江城液压' };
  const order = yield* floor.order(shift.on(4, '08:30'), ordered);
  yield* floor.makes('maliang', operationIdOf(order, 10), '30', shift.on(3, '17:30'), shift.on(3, '18:30'));
  yield* floor.makes('limin', operationIdOf(order, 20), '30', shift.on(2, '16:00'), shift.on(2, '17:40'));
  yield* floor.makes('sunli', operationIdOf(order, 30), '30', shift.ago(198), shift.ago(173));
}

/** Five were sent back yesterday; three came right today, one did not, one is still out. */
async function* partsInRework(floor: Floor): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(3, '11:00'), { orderNo: 'WO-0325', itemCode: 'FL-120', qty: '50', dueInDays: 4 });
  const turning = operationIdOf(order, 10);
  yield* floor.begins('zhaolei', turning, shift.on(1, '13:00'));
  yield* floor.reports('zhaolei', turning, shift.on(1, '16:20'), '45', [], '5');
  yield* floor.putsDown('zhaolei', turning, shift.on(1, '16:20'));
  yield* shift.does('zhaolei', shift.ago(48), reportRework, {
    operationId: turning,
    goodQty: '3',
    scrap: [{ reasonCode: 'size_out', qty: '1' }],
    occurredAt: shift.ago(48).toISOString(),
  });
}

/** The customer wants a part of it first. */
async function* inTwoParts(floor: Floor): Told {
  const { shift } = floor;
  const ordered: Ordered = { orderNo: 'WO-0329', itemCode: 'ZT-14', qty: '300', dueInDays: 9, customer: '北山机床' };
  const order = yield* floor.order(shift.on(2, '15:00'), ordered);
  yield* shift.does('liujihua', shift.on(1, '09:40'), splitWorkOrder, {
    workOrderId: order.id,
    qty: '100',
    reason: '客户先要 100 件',
  });
}

const NOT_STARTED: readonly Ordered[] = [
  { orderNo: 'WO-0320', itemCode: 'ZT-14', qty: '400', dueInDays: 10, customer: '北山机床' },
  { orderNo: 'WO-0326', itemCode: 'YG-77', qty: '80', dueInDays: 12 },
  { orderNo: 'WO-0327', itemCode: 'FL-120', qty: '150', dueInDays: 14, customer: '苏南泵业', draft: true },
];

async function* notStarted(floor: Floor, ordered: Ordered): Told {
  yield* floor.order(ordered.draft ? floor.shift.ago(62) : floor.shift.on(1, '10:20'), ordered);
}
