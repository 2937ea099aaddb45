import { importDto } from '../../../server/contracts/api/integration';
import { integration } from '../../../server/modules/integration';
import { myPay, payroll, pieceRates, setPieceRate } from '../../../server/modules/payroll';
import { reportWork, startWork } from '../../../server/modules/reporting';
import { createWorkOrder } from '../../../server/modules/workorders';
import { asPerson, relay } from '../../support';
import { flange, office, sheetOf } from './office';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
  await flange(desk.factory);
});
afterEach(() => desk.close());

const HEADINGS = ['物料编码', '工序名称', '单价（元/件）', '返工单价（元/件）', '开始日期', '结束日期'];
const priceList = (...rows: unknown[][]) => sheetOf([HEADINGS, ...rows]);
const prices = async () =>
  (await asPerson(desk.factory.wu).ask(pieceRates, {})).items.map(({ id: _, itemCode: __, ...rate }) => Object.values(rate).join(' '));

test('prices come in whole, end the ones before, and the same file again changes nothing', async () => {
  const { factory, upload, preview, apply } = desk;
  await asPerson(factory.wu).must(setPieceRate, { itemCode: 'FL-120', operationName: '粗车', price: '0.45', validFrom: '2026-01-01' });
  const file = await priceList(
    ['FL-120', '粗车', 0.5, null, '2026-12-01'],
    ['FL-120', '精车', '0.60', '0.30', new Date('2026-11-01T00:00:00Z'), '2027-06-30'],
  );
  const sent = await upload(factory.wu, 'rates', file);
  expect(sent.body).toMatchObject({ state: 'ready', counts: { rows: 2, created: 1, changed: 1, skipped: 0, bad: 0 } });
  expect((await preview(factory.wu, sent.body.id)).changed).toEqual([
    { row: 2, key: 'FL-120 粗车 2026-12-01', changes: [{ field: 'price', from: '0.45', to: '0.50' }] },
  ]);
  expect((await apply(factory.wu, sent.body.id)).body).toMatchObject({ state: 'applied' });
  const after = ['粗车 0.45  2026-01-01 2026-11-30', '粗车 0.50  2026-12-01 ', '精车 0.60 0.30 2026-11-01 2027-06-30'];
  expect(await prices()).toEqual(after);

  const again = await upload(factory.wu, 'rates', file);
  expect(again.body).toMatchObject({ counts: { created: 0, changed: 0, skipped: 2, bad: 0 } });
  expect(await prices()).toEqual(after);
});

test('what went out comes in again unchanged', async () => {
  const { factory, send, upload } = desk;
  for (const [price, validFrom] of [
    ['0.45', '2026-01-01'],
    ['0.5125', '2026-12-01'],
  ] as const)
    await asPerson(factory.wu).must(setPieceRate, { itemCode: 'FL-120', operationName: '粗车', price, reworkPrice: '0.2', validFrom });
  const response = await send(factory.wu, '/exports/rates.xlsx');
  const again = await upload(factory.wu, 'rates', Buffer.from(await response.arrayBuffer()));
  expect(again.body).toMatchObject({ counts: { rows: 2, created: 0, changed: 0, skipped: 2, bad: 0 } });
});

test('a wrong name, days that have a price, a price twice: each is named with its cell, and no price is set', async () => {
  const { factory, upload, preview, apply } = desk;
  await asPerson(factory.wu).must(setPieceRate, { itemCode: 'FL-120', operationName: '精车', price: '0.60', validFrom: '2026-06-01' });
  const before = await prices();
  const sent = await upload(
    factory.wu,
    'rates',
    await priceList(
      ['FL-120', '粗车', '0.45', null, '2026-12-01'],
      ['FL-120', '粗 车', '0.45', null, '2026-12-01'],
      ['NO-1', '粗车', '0.45', null, '2026-12-01'],
      ['FL-120', '精车', '0.70', null, '2026-05-01'],
      ['FL-120', '粗车', '0.46', null, '2026-12-01'],
      ['FL-120', '粗车', '四毛', null, '2027-01-01'],
      ['FL-120', '粗车', '0.45', null, '2026-02-31'],
      ['FL-120', '精车', '0.80', null, '2027-12-01', '2027-01-01'],
      ['FL-120', '精车', '-1', null, '2027-12-02'],
    ),
  );
  const { bad } = importDto.parse(await preview(factory.wu, sent.body.id));
  expect(bad.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
    'B3 operation_name_unknown',
    'A4 item_unknown',
    'E5 rate_overlaps',
    'A6 row_repeats',
    'C7 cell_not_a_number',
    'E8 cell_not_a_date',
    'F9 cell_not_valid',
    'C10 cell_not_a_number',
  ]);
  expect((await apply(factory.wu, sent.body.id)).body.error?.code).toBe('import_has_bad_rows');
  expect(await prices()).toEqual(before);
});

test('days that have been paid keep their price, and work that waited for one is paid', async () => {
  const { factory, upload, preview, apply } = desk;
  const order = { orderNo: 'WO-1', itemCode: 'FL-120', plannedQty: '100', dueAt: '2027-12-31T15:59:59Z', workshopId: 'w1', release: true };
  const made = await asPerson(factory.liu).must(createWorkOrder, order);
  const operationId = made.operations[0]?.id ?? '';
  const occurredAt = new Date().toISOString();
  await asPerson(factory.wang).must(startWork, { operationId, occurredAt });
  await asPerson(factory.wang).must(reportWork, { operationId, goodQty: '1', scrap: [], reworkQty: '0', occurredAt, photoIds: [] });
  await relay(...payroll.subscribers, ...integration.subscribers);
  expect((await asPerson(factory.wang).ask(myPay, {})).total).toBe('0.00');

  const sent = await upload(factory.wu, 'rates', await priceList(['FL-120', '粗车', '0.45', null, '2026-01-01']));
  await apply(factory.wu, sent.body.id);
  await relay(...payroll.subscribers, ...integration.subscribers);
  expect((await asPerson(factory.wang).ask(myPay, {})).total).toBe('0.45');

  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const cheaper = await upload(factory.wu, 'rates', await priceList(['FL-120', '粗车', '0.10', null, today]));
  expect((await preview(factory.wu, cheaper.body.id)).bad.map(({ cell, code }) => `${cell} ${code}`)).toEqual(['E2 rate_already_paid']);
});

test('prices are for whoever sets them one by one: not for a planner, and orders are not for HR', async () => {
  const { factory, upload, preview } = desk;
  const file = await priceList(['FL-120', '粗车', '0.45', null, '2026-12-01']);
  expect((await upload(factory.liu, 'rates', file)).status).toBe(403);
  expect((await upload(factory.wang, 'rates', file)).status).toBe(403);
  expect(
    (
      await upload(
        factory.wu,
        'items',
        await sheetOf([
          ['物料编码', '物料名称'],
          ['A-1', '新的'],
        ]),
      )
    ).status,
  ).toBe(403);
  const orders = await sheetOf([
    ['工单号', '物料编码', '计划数量', '交期', '车间'],
    ['WO-9', 'FL-120', '10', '2027-01-01', 'w1'],
  ]);
  const sent = await upload(factory.wu, 'orders', orders);
  expect((await preview(factory.wu, sent.body.id)).bad).toHaveLength(1);
});
