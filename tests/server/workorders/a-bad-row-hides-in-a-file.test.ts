import { Refused } from '../../../scripts/http-client';
import { loadMaster } from '../../../scripts/master-file/load-master';
import { readMasterFile } from '../../../scripts/master-file/read-master-file';
import { ERROR_STATUS, type ErrorCode } from '../../../server/contracts/errors';
import { workOrders, workorders } from '../../../server/modules/workorders';
import { AppError } from '../../../server/platform';
import { asPerson, demoFactory, type TestFactory } from '../../support';

const csv = (text: string, name = 'table.csv') => readMasterFile(name, Buffer.from(text), '+08:00');

/** The product's API without a network between: the same route, command and refusal. */
function clientOf(factory: TestFactory) {
  return {
    async post<T>(path: string, body: unknown, key: string): Promise<T> {
      const route = workorders.routes.find((one) => one.kind === 'command' && one.path === path);
      if (route?.kind !== 'command') throw new Error(`no route ${path}`);
      try {
        return (await asPerson(factory.liu).must(route.command as never, body as never, { key })) as T;
      } catch (error) {
        const refusal = refusalIn(error);
        throw new Refused(ERROR_STATUS[refusal.code], { error: { code: refusal.code, message: '', details: refusal }, requestId: '' });
      }
    },
  };
}

function refusalIn(error: unknown): { code: ErrorCode } {
  if (error instanceof AppError) return { code: error.code };
  const json = error instanceof Error ? /refused: (\{.*\})$/.exec(error.message)?.[1] : undefined;
  if (!json) throw error;
  return JSON.parse(json) as { code: ErrorCode };
}

const ITEMS = '编码,名称,单位,小数位\nAX-7,主轴,件,0\nOIL,机油,kg,3\n';
const STATIONS = 'code,name,workshopId\nL-1,一号车床,w1\n';
const ROUTINGS = '产品编码,工序号,工序,工位,首件数量,终检放行\nAX-7,20,铣,,,是\nOIL,10,灌装,,,\nAX-7,10,车,L-1,3,否\n';
const ORDERS = '工单号,产品编码,数量,交期,车间,客户,下达\nWO-1,AX-7,100,2026-12-01,w1,大连机床,是\nWO-2,OIL,1.5,2026/12/3 8:30,w1,,\n';

test('tables as they come out of a spreadsheet become items, stations, routings and orders; loaded again nothing changes', async () => {
  const factory = await demoFactory();
  const files = [ORDERS, ROUTINGS, STATIONS, ITEMS].map((text) => csv(text));
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  const rows = files.flatMap((file) => file.rows);
  let steps = 0;
  const first = await loadMaster(clientOf(factory), rows, () => steps++);
  expect(first.problems).toEqual([]);
  expect(first.counts).toEqual({
    items: { added: 2, there: 0 },
    stations: { added: 1, there: 0 },
    routings: { added: 2, there: 0 },
    orders: { added: 2, there: 0 },
  });
  expect(steps).toBe(7);
  const again = await loadMaster(clientOf(factory), rows, () => steps++);
  expect(again.problems).toEqual([]);
  expect(Object.values(again.counts).map(({ added }) => added)).toEqual([0, 0, 0, 0]);

  const { items } = await asPerson(factory.liu).ask(workOrders, { limit: 10 });
  expect(items).toMatchObject([
    {
      orderNo: 'WO-1',
      status: 'released',
      customer: '大连机床',
      dueAt: '2026-12-01T15:59:59.000Z',
      operations: [
        { name: '车', firstArticle: { state: 'due' }, station: { name: '一号车床' } },
        { name: '铣', finalRelease: { state: 'due' } },
      ],
    },
    { orderNo: 'WO-2', status: 'draft', plannedQty: '1.5', dueAt: '2026-12-03T00:30:00.000Z' },
  ]);
});

test('every bad row is named with its line and reason, and the good ones around it are taken', async () => {
  const factory = await demoFactory();
  const items = csv('code,name,unit,decimals\nA,轴,件,0\nB,,件,0\nC,套,件,很多\nD,盘\n,销,件,0\n');
  expect(items.rows.map(({ body }) => body.code)).toEqual(['A']);
  expect(items.problems.map(({ source }) => source).sort()).toEqual(['table.csv:3', 'table.csv:4', 'table.csv:5', 'table.csv:6']);
  expect(items.problems.find(({ source }) => source === 'table.csv:4')?.reason).toBe('unit.decimals: invalid_type');
  expect(items.problems.find(({ source }) => source === 'table.csv:5')?.reason).toContain('CSV_RECORD_INCONSISTENT_COLUMNS');

  const orders = csv('orderNo,itemCode,plannedQty,dueAt,workshopId\nWO-1,A,5,2026-12-01,w1\nWO-2,A,五,2026-12-01,w1\nWO-3,A,5,年底,w1\n');
  expect(orders.problems).toEqual([
    { source: 'table.csv:3', reason: 'plannedQty: quantity' },
    { source: 'table.csv:4', reason: 'dueAt: invalid_format' },
  ]);
  const loaded = await loadMaster(clientOf(factory), [...items.rows, ...orders.rows], () => undefined);
  expect(loaded.counts.items).toEqual({ added: 1, there: 0 });
  expect(loaded.problems).toMatchObject([{ source: 'table.csv:2', reason: expect.stringContaining('routing_unknown') }]);
});

test('an order number that stands for another order is a problem, not "there already"', async () => {
  const factory = await demoFactory();
  const load = (text: string) => loadMaster(clientOf(factory), csv(text).rows, () => undefined);
  for (const text of [ITEMS, STATIONS, ROUTINGS, ORDERS]) expect((await load(text)).problems).toEqual([]);
  const other = await load('orderNo,itemCode,plannedQty,dueAt,workshopId\nWO-1,AX-7,200,2026-12-01,w1\n');
  expect(other).toMatchObject({
    counts: { orders: { added: 0, there: 0 } },
    problems: [{ source: 'table.csv:2', reason: expect.stringContaining('order_exists') }],
  });
});

test('a JSON file names the line of each row, of a broken text and of a list that is none of ours', () => {
  const json = (text: string) => readMasterFile('master.json', Buffer.from(text), '+08:00');
  const good = json('{\n  "items": [\n    { "code": "A", "name": "轴" },\n    { "code": "B" },\n    7\n  ],\n  "people": []\n}');
  expect(good.rows).toEqual([{ kind: 'items', source: 'master.json:3', body: { code: 'A', name: '轴' } }]);
  expect(good.problems.map(({ source }) => source)).toEqual(['master.json:5', 'master.json:7', 'master.json:4']);
  expect(json('{\n "items": [,]\n}')).toMatchObject({ rows: [], problems: [{ source: 'master.json:2' }] });
});

test('a table saved by an older spreadsheet (GBK) reads the same, and one that is nothing of ours says so', () => {
  const gbk = Buffer.concat([Buffer.from('code,name\nA,'), Buffer.from([0xd6, 0xe1]), Buffer.from('\n')]);
  expect(readMasterFile('items.csv', gbk, '+08:00').rows).toMatchObject([{ body: { code: 'A', name: '轴' } }]);
  expect(readMasterFile('items.csv', Buffer.from('\uFEFFcode,name\nA,轴\n'), '+08:00').rows).toMatchObject([
    { body: { code: 'A', name: '轴' } },
  ]);
  expect(csv('颜色\n红\n').problems).toMatchObject([{ source: 'table.csv:1' }]);
});
