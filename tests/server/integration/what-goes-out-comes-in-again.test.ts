import { EXPORT_TABLES, type ExportTable } from '../../../server/contracts/api/integration';
import { ROLE_PERMISSIONS } from '../../../server/contracts/permissions';
import { payroll, setPieceRate } from '../../../server/modules/payroll';
import { reportWork, startWork } from '../../../server/modules/reporting';
import { createWorkOrder, defineItem, workOrderByNo } from '../../../server/modules/workorders';
import { asTyped, withoutFormula } from '../../../server/platform/workbook';
import { asPerson, relay, type TestPerson } from '../../support';
import { cellsOf, flange, office } from './office';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
  await flange(desk.factory);
});
afterEach(() => desk.close());

const table = async (person: TestPerson, name: ExportTable, query = ''): Promise<unknown[][]> => {
  const response = await desk.send(person, `/exports/${name}.xlsx${query}`);
  expect([name, response.status]).toEqual([name, 200]);
  return cellsOf(await response.arrayBuffer());
};
const order = (orderNo: string, workshopId: string) =>
  asPerson(desk.factory.liu).must(createWorkOrder, {
    orderNo,
    itemCode: 'FL-120',
    plannedQty: '100',
    dueAt: '2026-12-31T15:59:59.123Z',
    workshopId,
    release: true,
  });

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=x', "=cmd|' /C calc'!A0"])('%j runs nowhere, and comes back as it was', (text) => {
  expect(withoutFormula(text)).toBe(`'${text}`);
  expect(asTyped(withoutFormula(text))).toBe(text);
});

test('a name that would be a formula goes out as text and comes in again unchanged', async () => {
  const { factory, send, upload } = desk;
  const names = ['=HYPERLINK("http://x","y")', '+86', '-5', '@home', "'quoted", '普通'];
  for (const [at, name] of names.entries())
    await asPerson(factory.liu).must(defineItem, { code: `N-${at}`, name, unit: { name: '件', decimals: 0 } });
  const response = await send(factory.liu, '/exports/items.xlsx');
  const file = Buffer.from(await response.arrayBuffer());
  const rows = await cellsOf(new Uint8Array(file).buffer);
  expect(rows.slice(2).map((row) => row[1])).toEqual(['\'=HYPERLINK("http://x","y")', "'+86", "'-5", "'@home", "'quoted", '普通']);
  expect((await upload(factory.liu, 'items', file)).body).toMatchObject({
    counts: { rows: 7, created: 0, changed: 0, skipped: 7, bad: 0 },
  });
});

test('items, routings and orders come in again as they went out: nothing is changed', async () => {
  const { factory, send, upload } = desk;
  await order('WO-1', 'w1');
  for (const kind of ['items', 'routings', 'orders'] as const) {
    for (const language of ['zh-CN', 'en']) {
      const response = await send(factory.liu, `/exports/${kind}.xlsx?locale=${language}`);
      const again = await upload(factory.liu, kind, Buffer.from(await response.arrayBuffer()));
      expect([kind, language, again.body]).toMatchObject([kind, language, { counts: { created: 0, changed: 0, skipped: 1, bad: 0 } }]);
    }
  }
});

test('the templates say what to fill in, in two languages, and their example is never imported', async () => {
  const { factory, send, upload } = desk;
  for (const kind of ['items', 'routings', 'orders'] as const) {
    for (const language of ['zh-CN', 'en']) {
      const response = await send(factory.liu, `/templates/${kind}.xlsx`, { language });
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename/);
      const file = Buffer.from(await response.arrayBuffer());
      const rows = await cellsOf(new Uint8Array(file).buffer);
      expect(rows).toHaveLength(2);
      expect(String(rows[0]?.[0])).toMatch(language === 'en' ? /^(Item code|Work order) \*$/ : /^(物料编码|工单号) \*$/);
      expect((await upload(factory.liu, kind, file)).body.error?.code).toBe('import_empty');
    }
  }
});

test('every table is there, with figures as figures, and only what lies in the asker’s workshops', async () => {
  const { factory } = desk;
  const made = await order('WO-1', 'w1');
  await order('WO-2', 'w2');
  await asPerson(factory.wu).must(setPieceRate, { itemCode: 'FL-120', operationName: '粗车', price: '0.60', validFrom: '2026-01-01' });
  const operationId = made.operations[0]?.id ?? '';
  const occurredAt = new Date().toISOString();
  await asPerson(factory.wang).must(startWork, { operationId, occurredAt });
  await asPerson(factory.wang).must(reportWork, { operationId, goodQty: '1', scrap: [], reworkQty: '0', occurredAt, photoIds: [] });
  await relay(...payroll.subscribers);

  expect((await table(factory.zhou, 'orders')).slice(1).map((row) => [row[0], row[3], row[5]])).toEqual([
    ['WO-1', 100, '机加一车间'],
    ['WO-2', 100, '装配车间'],
  ]);
  const reports = await table(factory.zhou, 'work-reports');
  expect(reports[1]?.slice(1, 8)).toEqual(['报工', 'WO-1', '法兰盘', '粗车', '王强', 1, 0]);
  expect(await table(factory.zhou, 'work-reports', '?to=2020-01-01')).toHaveLength(1);
  expect((await table(factory.wu, 'pay-lines'))[1]?.slice(6, 10)).toEqual([1, 0.6, 0.6, '1 × ¥0.60 = ¥0.60']);
  expect(await table(factory.zhou, 'operations', '?locale=en')).toHaveLength(5);

  const inOneWorkshop: TestPerson = factory.chen;
  const allowed = new Set(EXPORT_TABLES.map((name) => `integration.export_${name.replaceAll('-', '_')}`));
  Object.assign(inOneWorkshop.actor, { permissions: new Set([...ROLE_PERMISSIONS.leader, ...allowed]) });
  expect((await table(inOneWorkshop, 'orders')).slice(1).map((row) => row[0])).toEqual(['WO-1']);
  expect(await table(inOneWorkshop, 'operations')).toHaveLength(3);
});

test.each(EXPORT_TABLES)('%s has a permission of its own', async (name) => {
  const { factory, send } = desk;
  expect((await send(factory.wang, `/exports/${name}.xlsx`)).status).toBe(403);
  const own = `integration.export_${name.replaceAll('-', '_')}`;
  for (const other of [own, 'integration.import']) {
    Object.assign(factory.wang.actor, { permissions: new Set([other]) });
    expect((await send(factory.wang, `/exports/${name}.xlsx`)).status).toBe(other === own ? 200 : 403);
  }
  expect((await send(factory.wang, '/exports/secrets.xlsx')).status).toBe(404);
});

test('an order outside the asker’s workshops has no travel card', async () => {
  const { factory, send } = desk;
  await order('WO-2', 'w2');
  const { id } = await asPerson(factory.liu).ask(workOrderByNo, { orderNo: 'WO-2' });
  expect((await send(factory.wang, `/work-orders/${id}/travel-card`)).status).toBe(404);
  expect((await send(factory.sun, `/work-orders/${id}/travel-card`)).status).toBe(200);
});
