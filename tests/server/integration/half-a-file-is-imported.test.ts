import { importDto, importReceiptDto } from '../../../server/contracts/api/integration';
import { integration } from '../../../server/modules/integration';
import { ImportDraftModel } from '../../../server/modules/integration/models/import-draft.model';
import { releaseImported } from '../../../server/modules/integration/subscribers/release-imported';
import { createWorkOrder, defineItem } from '../../../server/modules/workorders';
import { ItemModel } from '../../../server/modules/workorders/models/item.model';
import { OrderChangeModel } from '../../../server/modules/workorders/models/order-change.model';
import { RoutingModel } from '../../../server/modules/workorders/models/routing.model';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { asPerson, relay } from '../../support';
import { flange, ITEM_HEADINGS, ORDER_HEADINGS, office, sheetOf } from './office';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
});
afterEach(() => desk.close());

const itemsFile = (...rows: unknown[][]) => sheetOf([ITEM_HEADINGS, ...rows]);
const ordersFile = (...rows: unknown[][]) => sheetOf([ORDER_HEADINGS, ...rows]);

test('the preview says what would be made, changed and skipped, and applying does just that', async () => {
  const { factory, upload, preview, apply } = desk;
  await asPerson(factory.liu).must(defineItem, { code: 'A-1', name: '旧名', unit: { name: '件', decimals: 0 } });
  await asPerson(factory.liu).must(defineItem, { code: 'A-2', name: '一样', unit: { name: '件', decimals: 0 } });
  const sent = await upload(factory.liu, 'items', await itemsFile(['A-1', '新名', 'D-7'], ['A-2', '一样'], ['A-3', '新的', null, 'kg', 3]));
  expect(sent.status).toBe(201);
  expect(importReceiptDto.parse(sent.body).counts).toEqual({ rows: 3, created: 1, changed: 1, skipped: 1, bad: 0 });
  expect(await ItemModel.countDocuments({ factoryId: factory.id })).toBe(2);

  const shown = importDto.parse(await preview(factory.liu, sent.body.id));
  expect(shown).toMatchObject({ state: 'ready', created: [{ row: 4, key: 'A-3' }], skipped: [{ row: 3, key: 'A-2' }], progress: null });
  expect(shown.changed).toEqual([
    {
      row: 2,
      key: 'A-1',
      changes: [
        { field: 'name', from: '旧名', to: '新名' },
        { field: 'drawing', from: null, to: 'D-7' },
      ],
    },
  ]);

  expect((await apply(factory.liu, sent.body.id)).body).toMatchObject({ state: 'applied' });
  expect(await ItemModel.find({ factoryId: factory.id }).sort({ code: 1 }).lean()).toMatchObject([
    { code: 'A-1', name: '新名', drawing: 'D-7' },
    { code: 'A-2', name: '一样' },
    { code: 'A-3', unit: { name: 'kg', decimals: 3 } },
  ]);
});

test('every bad row is named with its cell and its reason, and one bad row keeps all the others out', async () => {
  const { factory, upload, preview, apply } = desk;
  const sent = await upload(
    factory.liu,
    'items',
    await itemsFile(['A-1', '好的'], [null, '没编码'], ['A-2', '小数不对', null, 'kg', '九'], ['A-1', '重复'], ['A-3', 'x'.repeat(201)]),
  );
  expect(sent.body).toMatchObject({ state: 'bad', counts: { rows: 5, created: 1, bad: 4 } });
  const { bad } = importDto.parse(await preview(factory.liu, sent.body.id));
  expect(bad.map(({ sheet, cell, code, key }) => [sheet, cell, code, key])).toEqual([
    ['数据', 'A3', 'cell_required', null],
    ['数据', 'E4', 'cell_not_a_whole_number', 'A-2'],
    ['数据', 'A5', 'row_repeats', 'A-1'],
    ['数据', 'B6', 'cell_too_long', 'A-3'],
  ]);
  const refused = await apply(factory.liu, sent.body.id);
  expect([refused.status, refused.body.error?.code]).toEqual([409, 'import_has_bad_rows']);
  expect(await ItemModel.countDocuments({ factoryId: factory.id })).toBe(0);
  expect(await ImportDraftModel.findOne({ factoryId: factory.id }).lean()).toMatchObject({ state: 'bad', appliedAt: null });
});

test('a preview that is no longer true is refused whole', async () => {
  const { factory, upload, apply } = desk;
  const sent = await upload(factory.liu, 'items', await itemsFile(['A-1', '一'], ['A-2', '二']));
  await asPerson(factory.liu).must(defineItem, { code: 'A-2', name: '二', unit: { name: '件', decimals: 0 } });
  const refused = await apply(factory.liu, sent.body.id);
  expect([refused.status, refused.body.error?.code]).toEqual([409, 'import_stale']);
  expect(await ItemModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('the same file again is skipped; the same upload with the same key is one upload; applied twice at once it is done once', async () => {
  const { factory, upload, apply } = desk;
  const file = await itemsFile(['A-1', '一'], ['A-2', '二']);
  const first = await upload(factory.liu, 'items', file, 'upload-key-1');
  expect((await upload(factory.liu, 'items', file, 'upload-key-1')).body.id).toBe(first.body.id);
  const other = await upload(factory.liu, 'items', await itemsFile(['A-9', '九']), 'upload-key-1');
  expect([other.status, other.body.error?.code]).toEqual([409, 'idempotency_key_reused']);

  const both = await Promise.all([apply(factory.liu, first.body.id), apply(factory.liu, first.body.id)]);
  expect(both.map(({ status, body }) => [status, body.state])).toEqual([
    [200, 'applied'],
    [200, 'applied'],
  ]);
  expect(await ItemModel.countDocuments({ factoryId: factory.id })).toBe(2);
  expect((await upload(factory.liu, 'items', file)).body).toMatchObject({ state: 'ready', counts: { created: 0, skipped: 2, bad: 0 } });
});

test('a change that the workshop has not answered yet is not asked a second time by the same file, and another one is refused', async () => {
  const { factory, upload, preview, apply } = desk;
  await flange(factory);
  const order = {
    orderNo: 'WO-1',
    itemCode: 'FL-120',
    plannedQty: '100',
    dueAt: '2027-12-31T15:59:59.123Z',
    workshopId: 'w1',
    release: true,
  };
  await asPerson(factory.liu).must(createWorkOrder, order);
  const file = await ordersFile(['WO-1', 'FL-120', 120, '2027-12-30', '机加一车间']);
  const sent = await upload(factory.liu, 'orders', file);
  expect(sent.body).toMatchObject({ counts: { changed: 1, bad: 0 } });
  await apply(factory.liu, sent.body.id);
  expect((await upload(factory.liu, 'orders', file)).body).toMatchObject({ state: 'ready', counts: { changed: 0, skipped: 1, bad: 0 } });
  const other = await upload(factory.liu, 'orders', await ordersFile(['WO-1', 'FL-120', 130, '2027-12-30', '机加一车间']));
  expect((await preview(factory.liu, other.body.id)).bad.map(({ cell, code }) => `${cell} ${code}`)).toEqual(['C2 change_already_open']);
  expect(await OrderChangeModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('B-1.13: the lines of a routing may stand anywhere, and another way is the next version', async () => {
  const { factory, upload, preview, apply } = desk;
  await flange(factory);
  await asPerson(factory.liu).must(defineItem, { code: 'ZT-14', name: '轴套', unit: { name: '件', decimals: 0 } });
  const headings = ['物料编码', '工序号', '工序名称', '工位编码', '单件工时(分)', '首件数量上限', '终检放行', '等上道全部完工', '转移批量'];
  const sent = await upload(
    factory.liu,
    'routings',
    await sheetOf([
      headings,
      ['ZT-14', 20, '磨外圆', null, 1.5, null, '是', '是'],
      ['FL-120', 10, '粗车', 'C1', null, 1, null],
      ['ZT-14', 10, '车外圆', 'C1', 2.5],
      ['FL-120', 20, '精车', null, null, null, '是'],
      ['FL-120', 30, '清洗'],
    ]),
  );
  expect(sent.body).toMatchObject({ state: 'ready', counts: { rows: 5, created: 1, changed: 1, skipped: 0, bad: 0 } });
  expect((await preview(factory.liu, sent.body.id)).changed).toMatchObject([
    {
      row: 3,
      key: 'FL-120',
      changes: [
        { field: 'version', from: '1', to: '2' },
        { field: 'operations', to: '10 粗车 → 20 精车 → 30 清洗' },
      ],
    },
  ]);
  await apply(factory.liu, sent.body.id);
  expect(await RoutingModel.findOne({ factoryId: factory.id, itemCode: 'ZT-14' }).lean()).toMatchObject({
    version: 1,
    operations: [
      { seq: 10, name: '车外圆', priMinutes: 2.5 },
      { seq: 20, name: '磨外圆', finalRelease: true },
    ],
    links: [{ from: 10, to: 20, kind: 'finish_to_start' }],
  });
  expect(await RoutingModel.countDocuments({ factoryId: factory.id, itemCode: 'FL-120' })).toBe(2);

  const wrong = await upload(factory.liu, 'routings', await sheetOf([headings, ['NIX', 10, '车'], ['ZT-14', 10, '车外圆', 'C9']]));
  expect((await preview(factory.liu, wrong.body.id)).bad.map(({ cell, code }) => [cell, code])).toEqual([
    ['A2', 'item_unknown'],
    ['D3', 'station_unknown'],
  ]);
});

test('orders come in as drafts and are released when the file says so, once, however often the fact arrives', async () => {
  const { factory, upload, apply } = desk;
  await flange(factory);
  const sent = await upload(
    factory.liu,
    'orders',
    await ordersFile(
      ['WO-1', 'FL-120', 100, new Date(Date.UTC(2026, 11, 31)), '机加一车间', '星河', null, '是'],
      ['WO-2', 'FL-120', '20', '2026/12/30 17:30', 'w1', null, 3, '否'],
    ),
  );
  expect(sent.body).toMatchObject({ state: 'ready', counts: { created: 2, bad: 0 } });
  await apply(factory.liu, sent.body.id);
  const orders = () => WorkOrderModel.find({ factoryId: factory.id }).sort({ orderNo: 1 }).lean();
  expect((await orders()).map(({ status }) => status)).toEqual(['draft', 'draft']);
  await relay(...integration.subscribers);
  expect(await orders()).toMatchObject([
    { orderNo: 'WO-1', status: 'released', plannedQty: 1_000_000, dueAt: new Date('2026-12-31T15:59:59Z'), customer: '星河' },
    { orderNo: 'WO-2', status: 'draft', plannedQty: 200_000, dueAt: new Date('2026-12-30T09:30:00Z'), overProductionRate: 300 },
  ]);
  const [first] = await orders();
  const fact = {
    type: 'integration.file_imported',
    version: 1,
    subject: 'import:x',
    payload: { importId: 'x', kind: 'orders', releaseOrderIds: [first?._id.toHexString() ?? ''] },
  };
  const delivery = { factoryId: factory.id, factId: 'delivered-again', now: new Date(), requestId: 'delivered-again' };
  await releaseImported.deliver(fact, delivery);
  await releaseImported.deliver(fact, delivery);
  expect((await orders())[0]?.revision).toBe(first?.revision);
});

test('another quantity for an order that is there is asked of the workshop, not written; anything else that differs is bad', async () => {
  const { factory, upload, preview, apply } = desk;
  await flange(factory);
  const first = await upload(
    factory.liu,
    'orders',
    await ordersFile(['WO-1', 'FL-120', 100, '2026-12-31', 'w1'], ['WO-2', 'FL-120', 5, '2026-12-31', 'w1']),
  );
  await apply(factory.liu, first.body.id);
  const again = await upload(
    factory.liu,
    'orders',
    await ordersFile(['WO-1', 'FL-120', 120, '2026-12-31', 'w1'], ['WO-2', 'FL-120', 5, '2026-12-31', 'w1']),
  );
  expect(again.body).toMatchObject({ state: 'ready', counts: { created: 0, changed: 1, skipped: 1, bad: 0 } });
  await apply(factory.liu, again.body.id);
  expect(await WorkOrderModel.findOne({ factoryId: factory.id, orderNo: 'WO-1' }).lean()).toMatchObject({ plannedQty: 1_000_000 });
  expect(await OrderChangeModel.find({ factoryId: factory.id }).lean()).toMatchObject([
    { orderNo: 'WO-1', state: 'open', to: { plannedQty: 1_200_000 }, reason: 'plan.xlsx' },
  ]);

  const wrong = await upload(
    factory.liu,
    'orders',
    await ordersFile(
      ['WO-1', 'FL-120', 130, '2026-12-31', 'w1'],
      ['WO-2', 'FL-120', 5, '2026-12-31', 'w2'],
      ['WO-3', 'NIX', 1, '2026-12-31', 'w1'],
      ['WO-4', 'FL-120', 1.5, '2026-12-31', 'w1'],
      ['WO-5', 'FL-120', 1, '31.12.', '仓库'],
      ['WO-6', 'FL-120', 0, '2026-02-31', 'w1', null, null, '也许'],
    ),
  );
  expect((await preview(factory.liu, wrong.body.id)).bad.map(({ cell, code }) => [cell, code])).toEqual([
    ['C2', 'change_already_open'],
    ['E3', 'order_differs'],
    ['B4', 'item_unknown'],
    ['C5', 'quantity_not_in_unit'],
    ['D6', 'cell_not_a_date'],
    ['E6', 'workshop_unknown'],
    ['D7', 'cell_not_a_date'],
    ['H7', 'cell_not_yes_or_no'],
  ]);
});

test('who may not import, define, or see another person’s upload is told so', async () => {
  const { factory, upload, send } = desk;
  const file = await itemsFile(['A-1', '一']);
  const worker = await upload(factory.wang, 'items', file);
  expect([worker.status, worker.body.error?.code]).toEqual([403, 'forbidden']);
  const planner = await upload(factory.liu, 'items', file);
  const stranger = await send(factory.admin, `/imports/${planner.body.id}`);
  expect(stranger.status).toBe(404);
  const applied = await desk.apply(factory.admin, planner.body.id);
  expect(applied.status).toBe(404);
  expect(await ItemModel.countDocuments({ factoryId: factory.id })).toBe(0);
});

test('a sheet without the columns that are needed, or without rows, is refused with what is missing', async () => {
  const { factory, upload } = desk;
  const missing = await upload(
    factory.liu,
    'items',
    await sheetOf([
      ['物料编码', '备注'],
      ['A-1', 'x'],
    ]),
  );
  expect([missing.status, missing.body.error?.code, missing.body.error?.details]).toEqual([
    422,
    'import_columns_missing',
    { columns: '物料名称 / Item name' },
  ]);
  expect((await upload(factory.liu, 'items', await itemsFile())).body.error?.code).toBe('import_empty');
});
