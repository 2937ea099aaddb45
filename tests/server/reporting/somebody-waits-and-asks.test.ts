import { ulid } from 'ulid';
import type { WorkOrderDto } from '../../../server/contracts/api/workorders';
import { requestInspection } from '../../../server/modules/quality';
import { nudgeOperation, startWork, teamNow, tellPeople } from '../../../server/modules/reporting';
import { closeWorkOrder, dispatchOperation } from '../../../server/modules/workorders';
import type { Notice } from '../../../server/platform';
import { asPerson, demoFactory, relay, type TestFactory } from '../../support';
import { plannedOrder } from '../workorders/planned-order';
import { factsOf, makes, minutesAgo, operationAt, refusals } from './shop-floor';

const MINUTE_MS = 60_000;
const withFirstArticle = (factory: TestFactory): Promise<WorkOrderDto> =>
  plannedOrder(factory, {
    operations: [
      { seq: 10, name: '车', firstArticle: { cap: '1' } },
      { seq: 20, name: '铣' },
    ],
  });
const told = (receipt: { told: { name: string }[] }) => receipt.told.map(({ name }) => name).sort();

test('B-6.1 at a first article it is the inspectors who are asked, with how long it has waited', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await withFirstArticle(factory), 10).id;
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(1) });
  await asPerson(factory.wang).must(requestInspection, { operationId: op10, kind: 'first_article' });
  const receipt = await asPerson(factory.chen).must(nudgeOperation, { operationId: op10 });
  expect(receipt.reason).toBe('work');

  await makes(factory.wang, op10, { good: '1' });
  const waiting = await asPerson(factory.wang).must(nudgeOperation, { operationId: op10 });
  expect([waiting.reason, told(waiting)]).toEqual(['first_article', ['何工', '张工']]);
});

test('where nothing has come, the people before it are asked; where nobody is, whoever dispatches', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const nobody = await asPerson(factory.li).must(nudgeOperation, { operationId: op20 });
  expect([nobody.reason, told(nobody)]).toEqual(['nothing_ready', expect.arrayContaining(['陈班长'])]);

  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(5) });
  const somebody = await asPerson(factory.chen).must(nudgeOperation, { operationId: op20 });
  expect([somebody.reason, told(somebody)]).toEqual(['nothing_ready', ['王强']]);
});

test('the same person about the same operation is told to wait ten minutes; another person, or another operation, is not', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const now = new Date();
  const later = (minutes: number) => ({ now: new Date(now.getTime() + minutes * MINUTE_MS) });
  const first = await asPerson(factory.li).must(nudgeOperation, { operationId: op10 }, later(0));
  expect(first.nextAt).toBe(later(10).now.toISOString());

  const again = await asPerson(factory.li).run(nudgeOperation, { operationId: op10 }, later(3.5));
  expect(refusals([again])).toEqual([{ code: 'nudged_lately', nextAt: first.nextAt, minutes: 7 }]);
  await asPerson(factory.wang).must(nudgeOperation, { operationId: op10 }, later(3.5));
  await asPerson(factory.li).must(nudgeOperation, { operationId: op20 }, later(3.5));
  await asPerson(factory.li).must(nudgeOperation, { operationId: op10 }, later(10));
});

test('B-11.3 the same press twice is one nudge; two presses at the same moment are one nudge and one refusal', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const key = ulid();
  const [one, two] = [
    await asPerson(factory.li).must(nudgeOperation, { operationId: op10 }, { key }),
    await asPerson(factory.li).must(nudgeOperation, { operationId: op10 }, { key }),
  ];
  expect(two).toEqual(one);
  const presses = await Promise.all([1, 2, 3].map(() => asPerson(factory.li).run(nudgeOperation, { operationId: op20 })));
  expect(presses.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused', 'refused']);
  expect((await factsOf(factory.id)).filter((type) => type === 'reporting.operation_nudged')).toHaveLength(2);
});

test('who could only ask themselves is told so, and nobody is asked about what is over', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const op10 = operationAt(order, 10).id;
  await asPerson(factory.chen).must(dispatchOperation, { operationId: op10, personIds: [factory.wang.id] });
  expect(refusals([await asPerson(factory.wang).run(nudgeOperation, { operationId: op10 })])).toEqual([{ code: 'nobody_to_nudge' }]);

  await asPerson(factory.liu).must(closeWorkOrder, { workOrderId: order.id, closeShort: true, reason: '客户取消' });
  expect(refusals([await asPerson(factory.li).run(nudgeOperation, { operationId: op10 })])).toEqual([
    expect.objectContaining({ code: 'order_not_open' }),
  ]);
});

test('somebody of another workshop does not learn that the operation exists; who has no part in the work may not nudge', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  expect(refusals([await asPerson(factory.sun).run(nudgeOperation, { operationId: op10 })])).toEqual([
    { code: 'not_found', what: 'operation' },
  ]);
  await expect(asPerson(factory.zhao).run(nudgeOperation, { operationId: op10 })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(factory.li).run(nudgeOperation, { operationId: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a nudge is told to those whose move it is, under the same key however often the fact is handed on', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  await asPerson(factory.chen).must(dispatchOperation, { operationId: op10, personIds: [factory.wang.id] });
  await asPerson(factory.chen).must(nudgeOperation, { operationId: op10 });

  const notices: Notice[] = [];
  const [subscriber] = tellPeople(async (notice) => void notices.push(notice));
  if (!subscriber) throw new Error('nobody tells');
  await relay(subscriber);
  await relay({ ...subscriber, name: `${subscriber.name}-again` });
  const mine = notices.filter(({ factoryId }) => factoryId === factory.id);
  expect(new Set(mine.map(({ key }) => key)).size).toBe(1);
  expect(mine[0]).toMatchObject({
    kind: 'nudge',
    toPersonIds: [factory.wang.id],
    facts: { orderNo: 'WO-0309', operationName: '车', reason: 'work', nudgedBy: '陈班长' },
  });
});

test('who is on what, the longest first, and only in one’s own workshops', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const elsewhere = await plannedOrder(factory, { orderNo: 'WO-2', workshopId: 'w2' });
  const op10 = operationAt(order, 10).id;
  await asPerson(factory.li).must(startWork, { operationId: op10, occurredAt: minutesAgo(5) });
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(42) });
  await asPerson(factory.sun).must(startWork, { operationId: operationAt(elsewhere, 10).id, occurredAt: minutesAgo(7) });

  const names = async (person: TestFactory['chen']) => (await asPerson(person).ask(teamNow, {})).items.map((one) => one.person.name);
  expect(await names(factory.chen)).toEqual(['王强', '李敏']);
  expect(await names(factory.sun)).toEqual(['孙洋']);
  expect(await names(factory.zhou)).toEqual(['王强', '孙洋', '李敏']);
  const { items } = await asPerson(factory.chen).ask(teamNow, {});
  expect(items[0]).toMatchObject({
    itemName: '主轴',
    workOrder: { orderNo: 'WO-0309' },
    operation: { seq: 10, goodQty: '0', targetQty: '100' },
  });

  await makes(factory.wang, op10, { good: '100' });
  expect(await names(factory.chen)).toEqual([]);
});
