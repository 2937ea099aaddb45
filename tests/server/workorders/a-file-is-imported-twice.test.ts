import { createWorkOrder, defineItem, defineRouting, defineStation, items, routings, stations } from '../../../server/modules/workorders';
import { asPerson, demoFactory } from '../../support';
import { DUE, plannedOrder, storedOrder } from './planned-order';

const axle = { code: 'AX-7', name: '主轴', drawing: 'D-100', unit: { name: '件', decimals: 0 } };
const routing = {
  itemCode: 'AX-7',
  operations: [
    { seq: 10, name: '车' },
    { seq: 20, name: '铣', finalRelease: true },
  ],
};

test('the same item again changes nothing; another one under its code is refused and named', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const first = await liu.must(defineItem, axle);
  expect(first).toMatchObject({ ...axle, changed: true });
  expect(await liu.must(defineItem, axle)).toEqual({ ...first, changed: false });
  expect(await liu.run(defineItem, { ...axle, name: '从动轴' })).toMatchObject({ refusal: { code: 'item_exists', fields: ['name'] } });
  expect((await liu.ask(items, { limit: 10 })).items).toMatchObject([axle]);
});

test('two planners import the same file at the same moment: one item, one routing version, one station', async () => {
  const factory = await demoFactory();
  const both = [asPerson(factory.liu), asPerson(factory.admin)];
  const receipts = await Promise.all(both.map((one) => one.must(defineItem, axle)));
  expect(receipts.map(({ changed }) => changed).sort()).toEqual([false, true]);
  const versions = await Promise.all(both.map((one) => one.must(defineRouting, routing)));
  expect(versions.map(({ version }) => version)).toEqual([1, 1]);
  const lathe = { code: 'L-1', name: '一号车床', workshopId: 'w1' };
  const made = await Promise.all(both.map((one) => one.must(defineStation, lathe)));
  expect(made.map(({ changed }) => changed).sort()).toEqual([false, true]);
  expect((await both[0]!.ask(routings, { limit: 10 })).items).toHaveLength(1);
  expect((await both[0]!.ask(stations, { limit: 10 })).items).toHaveLength(1);
});

test('B-1.13 a better routing is the next version, and orders made before keep theirs', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const before = await plannedOrder(factory, { operations: routing.operations });
  const frozen = (await storedOrder(before)).operations;
  const better = { itemCode: 'AX-7', operations: [...routing.operations, { seq: 30, name: '磨' }] };
  expect(await liu.must(defineRouting, better)).toMatchObject({ version: 2, changed: true });
  expect((await storedOrder(before)).operations).toEqual(frozen);
  const after = await liu.must(createWorkOrder, {
    orderNo: 'WO-0310',
    itemCode: 'AX-7',
    plannedQty: '5',
    dueAt: DUE,
    workshopId: 'w1',
    release: false,
  });
  expect(after).toMatchObject({ routingVersion: 2, operations: [{ seq: 10 }, { seq: 20 }, { seq: 30 }] });
});

test('a station under a taken code, a routing for an unknown item or station, and half a piece as first article are refused', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  await liu.must(defineItem, axle);
  await liu.must(defineStation, { code: 'L-1', name: '一号车床', workshopId: 'w1' });
  expect(await liu.run(defineStation, { code: 'L-1', name: '二号车床', workshopId: 'w1' })).toMatchObject({
    refusal: { code: 'station_exists' },
  });
  expect(await liu.run(defineStation, { code: 'L-9', name: '车床', workshopId: 'w9' })).toMatchObject({
    refusal: { code: 'out_of_scope' },
  });
  expect(await liu.run(defineRouting, { itemCode: 'NO', operations: [{ seq: 10, name: '车' }] })).toMatchObject({
    refusal: { code: 'item_unknown' },
  });
  const at = (step: object) => liu.run(defineRouting, { itemCode: 'AX-7', operations: [{ seq: 10, name: '车', ...step }] });
  expect(await at({ stationCode: 'L-2' })).toMatchObject({ refusal: { code: 'station_unknown', stationCode: 'L-2' } });
  expect(await at({ firstArticle: { cap: '2.5' } })).toMatchObject({ refusal: { code: 'quantity_not_in_unit', qty: '2.5' } });
  expect(await at({ stationCode: 'L-1', firstArticle: { cap: '5' } })).toMatchObject({ value: { operations: [{ firstArticle: true }] } });
});

test('a worker cannot define anything, and what was sent wrong is named', async () => {
  const factory = await demoFactory();
  await expect(asPerson(factory.wang).run(defineItem, axle)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(factory.liu).run(defineItem, { ...axle, code: '' })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ path: 'code' }, { path: 'code' }],
  });
  await expect(asPerson(factory.liu).run(defineRouting, { itemCode: 'AX-7', operations: [] })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
