import { myPay, payroll, setPieceRate } from '../../../server/modules/payroll';
import { correctReport, reportRework, reportWork, startWork } from '../../../server/modules/reporting';
import { createWorkOrder, defineItem, defineRouting } from '../../../server/modules/workorders';
import { asPerson, demoFactory, relay } from '../../support';
import { ledgerOf, sumOf } from './reported-work';

const now = () => new Date().toISOString();
const QUANTITIES = { scrap: [], reworkQty: '0', photoIds: [] };

async function workAtSixtyFen() {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  await liu.must(defineItem, { code: 'FL-80', name: '法兰盘 80', unit: { name: '件', decimals: 0 } });
  await liu.must(defineRouting, { itemCode: 'FL-80', operations: [{ seq: 10, name: '车外圆' }] });
  const order = await liu.must(createWorkOrder, {
    orderNo: 'WO-2001',
    itemCode: 'FL-80',
    plannedQty: '100',
    dueAt: '2027-01-01T08:00:00+08:00',
    workshopId: 'w1',
    release: true,
  });
  const operationId = order.operations[0]?.id ?? '';
  await asPerson(factory.wu).must(setPieceRate, { itemCode: 'FL-80', operationName: '车外圆', price: '0.60', validFrom: '2020-01-01' });
  await asPerson(factory.wang).must(startWork, { operationId, occurredAt: now() });
  const payToday = () => asPerson(factory.wang).ask(myPay, {});
  const factsArrive = () => relay(...payroll.subscribers);
  return { factory, wang: asPerson(factory.wang), chen: asPerson(factory.chen), operationId, payToday, factsArrive };
}

test('B-8.11 twenty put right to nineteen by the team leader: nineteen are paid, to who made them', async () => {
  const { factory, wang, chen, operationId, payToday, factsArrive } = await workAtSixtyFen();
  const { report } = await wang.must(reportWork, { ...QUANTITIES, operationId, goodQty: '20', occurredAt: now() });
  await factsArrive();
  expect(await payToday()).toMatchObject({ total: '12.00', goodQty: '20' });
  await chen.must(correctReport, {
    reportId: report.id,
    reason: '数错一件',
    occurredAt: now(),
    replacement: { goodQty: '19', scrap: [{ reasonCode: 'scratch', qty: '1' }], reworkQty: '0' },
  });
  await factsArrive();
  const pay = await payToday();
  expect(pay).toMatchObject({ total: '11.40', goodQty: '19', scrapQty: '1' });
  expect(pay.lines.map(({ formula }) => formula).sort()).toEqual(['-20 × ¥0.60 = -¥12.00', '19 × ¥0.60 = ¥11.40', '20 × ¥0.60 = ¥12.00']);
  const lines = await ledgerOf(factory.id);
  expect(new Set(lines.map(({ personId }) => personId))).toEqual(new Set([factory.wang.id]));
  expect(sumOf(lines)).toBe(114_000);
});

test('B-8.12 put right before the first fact has arrived, the sum is the same', async () => {
  const { wang, operationId, payToday, factsArrive } = await workAtSixtyFen();
  const { report } = await wang.must(reportWork, { ...QUANTITIES, operationId, goodQty: '20', occurredAt: now() });
  await wang.must(correctReport, { reportId: report.id, reason: '报错了', occurredAt: now() });
  await factsArrive();
  expect(await payToday()).toMatchObject({ total: '0.00', goodQty: '0' });
});

test('B-8.12 a piece that goes through rework is paid once, when it is good', async () => {
  const { wang, operationId, payToday, factsArrive } = await workAtSixtyFen();
  await wang.must(reportWork, { ...QUANTITIES, operationId, goodQty: '7', reworkQty: '3', occurredAt: now() });
  await factsArrive();
  expect(await payToday()).toMatchObject({ total: '4.20', goodQty: '7' });
  await wang.must(reportRework, { operationId, goodQty: '2', scrap: [{ reasonCode: 'scratch', qty: '1' }], occurredAt: now() });
  await factsArrive();
  expect(await payToday()).toMatchObject({ total: '5.40', goodQty: '9', scrapQty: '1' });
});
