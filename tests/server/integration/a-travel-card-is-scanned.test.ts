import jsQR from 'jsqr';
import sharp from 'sharp';
import { formatScanCode } from '../../../server/contracts/scan-code';
import { createWorkOrder } from '../../../server/modules/workorders';
import { asPerson } from '../../support';
import { flange, office } from './office';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
});
afterEach(() => desk.close());

const card = async (path: string, language = 'zh-CN') => {
  const response = await desk.send(desk.factory.wang, path, { language });
  return { type: response.headers.get('content-type'), html: await response.text() };
};
const made = async (orderNo: string, customer?: string) => {
  await flange(desk.factory);
  return asPerson(desk.factory.liu).must(createWorkOrder, {
    orderNo,
    itemCode: 'FL-120',
    plannedQty: '100',
    dueAt: '2026-12-31T15:59:59Z',
    workshopId: 'w1',
    release: true,
    ...(customer === undefined ? {} : { customer }),
  });
};
const codesIn = async (html: string): Promise<(string | undefined)[]> =>
  Promise.all(
    (html.match(/<svg.*?<\/svg>/gs) ?? []).map(async (svg) => {
      const image = sharp(Buffer.from(svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"')));
      const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
    }),
  );

test('every code on the card is read back as the order and its operations', async () => {
  const order = await made('WO-0312');
  const { type, html } = await card(`/work-orders/${order.id}/travel-card`);
  expect(type).toBe('text/html; charset=utf-8');
  expect(await codesIn(html)).toEqual([
    formatScanCode({ kind: 'workOrder', id: order.id }),
    ...order.operations.map(({ id }) => formatScanCode({ kind: 'operation', id })),
  ]);
  for (const text of ['流转卡', '法兰盘', 'FL-120 C', '100 件', '2026-12-31 23:59', '首件', '终检', 'C1 1 号数控车', 'size:A5'])
    expect(html).toContain(text);
});

test('a smeared code is still read', async () => {
  const order = await made('WO-0312');
  const { html } = await card(`/work-orders/${order.id}/travel-card`);
  const smeared = html.replaceAll('</svg>', '<path fill="#fff" d="M13 13h7v7h-7z"/></svg>');
  expect(await codesIn(smeared)).toEqual(await codesIn(html));
});

test('in English and on A4, and labels one per operation', async () => {
  const order = await made('WO-0312');
  const { html } = await card(`/work-orders/${order.id}/travel-card?size=A4`, 'en');
  for (const text of ['lang="en"', 'Travel card', 'size:A4', 'First article']) expect(html).toContain(text);
  const labels = await card(`/work-orders/${order.id}/labels`);
  expect(await codesIn(labels.html)).toEqual(order.operations.map(({ id }) => formatScanCode({ kind: 'operation', id })));
  expect((await desk.send(desk.factory.wang, `/work-orders/${order.id}/travel-card?size=A0`)).status).toBe(400);
});

test('many orders are one document, each on paper of its own, and their labels fill a sheet', async () => {
  const first = await made('WO-0312');
  const second = await asPerson(desk.factory.liu).must(createWorkOrder, {
    orderNo: 'WO-0313',
    itemCode: 'FL-120',
    plannedQty: '20',
    dueAt: '2026-12-31T15:59:59Z',
    workshopId: 'w1',
    release: true,
  });
  const ids = `workOrderIds=${first.id},${second.id}`;
  const { html } = await card(`/travel-cards?${ids}&size=A4`);
  expect(html.match(/<article>/g)).toHaveLength(2);
  expect(html.indexOf('WO-0312')).toBeLessThan(html.indexOf('WO-0313'));
  const operations = [...first.operations, ...second.operations].map(({ id }) => formatScanCode({ kind: 'operation', id }));
  const labels = await card(`/labels?${ids}&size=A4`);
  expect(await codesIn(labels.html)).toEqual(operations);
  expect(labels.html).toContain('size:A4');
  expect((await desk.send(desk.factory.wang, '/travel-cards?workOrderIds=')).status).toBe(400);
  expect((await desk.send(desk.factory.wang, `/labels?workOrderIds=${first.id},nobody`)).status).toBe(400);
  expect((await desk.send(desk.factory.sun, `/travel-cards?${ids}`)).status).toBe(404);
});

test('what somebody typed is never markup', async () => {
  const order = await made('WO-<b>', '<script>alert(1)</script>"&');
  const { html } = await card(`/work-orders/${order.id}/travel-card`);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('WO-<b>');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;');
});
