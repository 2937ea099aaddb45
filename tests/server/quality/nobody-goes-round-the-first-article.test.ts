import { pauseWork } from '../../../server/modules/reporting';
import { deleteWorkOrder } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, asSystem } from '../../support';
import { gatedOrder, refusalOf, withInspectorsRights } from './gated-order';

test('B-6.1 until it is passed, three pieces and no more; after it, the rest', async () => {
  const { start, report, turning, factsArrive, theOpen, decide, waiting, stateOf } = await gatedOrder();
  await start(turning);
  await factsArrive();
  expect(await waiting()).toMatchObject([
    {
      kind: 'first_article',
      state: 'open',
      operationName: '车外圆',
      itemName: '法兰盘 80',
      orderNo: 'WO-2001',
      capQty: '3',
      producers: [{ name: '王强' }],
    },
  ]);
  expect((await report(turning, '2')).kind).toBe('accepted');
  expect(refusalOf(await report(turning, '2'))).toMatchObject({ code: 'first_article_open', capQty: '3', doneQty: '2' });
  expect((await report(turning, '1')).kind).toBe('accepted');
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_open' });

  expect(await decide(await theOpen('first_article'), 'passed')).toMatchObject({
    kind: 'accepted',
    value: { state: 'passed', decidedBy: { name: '张工' } },
  });
  expect((await stateOf(turning))?.firstArticle).toMatchObject({ state: 'passed', since: null });
  expect((await report(turning, '7')).kind).toBe('accepted');
});

test('B-6.1 after a failure production stays locked until it is inspected again and passed', async () => {
  const { factory, start, report, turning, factsArrive, theOpen, decide, ask, stateOf } = await gatedOrder();
  await start(turning);
  await report(turning, '1');
  await factsArrive();
  await decide(await theOpen('first_article'), 'failed', factory.zhang, '外径超差 0.05');
  expect((await stateOf(turning))?.firstArticle).toMatchObject({ state: 'failed' });
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_failed' });
  expect(refusalOf(await start(turning, factory.li))).toMatchObject({ code: 'first_article_failed' });
  await factsArrive();
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_failed' });

  expect(await ask(turning, 'first_article')).toMatchObject({ kind: 'accepted', value: { state: 'open' } });
  expect((await report(turning, '2')).kind).toBe('accepted');
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_open', doneQty: '3' });
  await decide(await theOpen('first_article'), 'passed');
  expect((await report(turning, '7')).kind).toBe('accepted');
});

test('B-6.1 asking for an inspection never lifts the gate, and cannot be had before work has begun', async () => {
  const { ask, turning, deburring, start, report, stateOf } = await gatedOrder();
  expect(refusalOf(await ask(turning, 'first_article'))).toEqual({ code: 'inspection_not_due' });
  expect(refusalOf(await ask(deburring, 'first_article'))).toEqual({ code: 'gate_not_required' });
  await start(turning);
  await report(turning, '3');
  for (let tap = 0; tap < 3; tap++) await ask(turning, 'first_article');
  expect((await stateOf(turning))?.firstArticle.state).toBe('open');
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_open' });
});

test('one inspection is open, whoever asks and however often the fact comes', async () => {
  const { factory, ask, turning, start, factsArrive, waiting, theOpen, decide } = await gatedOrder();
  await start(turning);
  const asked = await Promise.all(
    [factory.wang, factory.li, factory.zhang, factory.chen].map((person) => ask(turning, 'first_article', person)),
  );
  expect(new Set(asked.map((outcome) => (outcome.kind === 'accepted' ? outcome.value.id : outcome.kind))).size).toBe(1);
  const again = () =>
    JournalEntryModel.collection.updateMany(
      { factoryId: factory.id, relay: { $exists: true } },
      { $set: { relay: { state: 'due', attempts: 0 } } },
    );
  await factsArrive();
  await again();
  await factsArrive();
  expect(await waiting()).toHaveLength(1);
  await decide(await theOpen('first_article'), 'passed');
  await again();
  await factsArrive();
  expect(await waiting()).toEqual([]);
  expect(refusalOf(await ask(turning, 'first_article'))).toEqual({ code: 'gate_already_passed' });
  const opened = await JournalEntryModel.countDocuments({ factoryId: factory.id, 'facts.type': 'quality.inspection_opened' });
  expect(opened).toBe(1);
});

describe('B-6.4 nobody inspects their own pieces', () => {
  test('neither who reported them', async () => {
    const { factory, start, report, turning, factsArrive, theOpen, decide } = await gatedOrder();
    const both = withInspectorsRights(factory.wang);
    await start(turning, both);
    await report(turning, '1', both);
    await factsArrive();
    expect(refusalOf(await decide(await theOpen('first_article'), 'passed', both))).toEqual({ code: 'four_eyes' });
    expect((await decide(await theOpen('first_article'), 'passed')).kind).toBe('accepted');
  });

  test('nor who has only started, also before the fact of it has arrived', async () => {
    const { factory, start, turning, ask, decide, theOpen } = await gatedOrder();
    const li = withInspectorsRights(factory.li);
    await start(turning);
    await ask(turning, 'first_article');
    await start(turning, li);
    expect(refusalOf(await decide(await theOpen('first_article'), 'passed', li))).toEqual({ code: 'four_eyes' });
  });

  test('nor who started, made nothing and went, also when it is inspected a second time', async () => {
    const { factory, start, turning, factsArrive, decide, theOpen, ask, waiting } = await gatedOrder();
    const li = withInspectorsRights(factory.li);
    await start(turning);
    await factsArrive();
    await start(turning, li);
    await asPerson(li).must(pauseWork, { operationId: turning, occurredAt: new Date().toISOString() });
    await factsArrive();
    expect((await waiting())[0]?.producers.map(({ name }) => name)).toEqual(['王强', '李敏']);
    expect(refusalOf(await decide(await theOpen('first_article'), 'passed', li))).toEqual({ code: 'four_eyes' });
    await decide(await theOpen('first_article'), 'failed', factory.zhang, '毛刺');
    await ask(turning, 'first_article');
    expect(refusalOf(await decide(await theOpen('first_article'), 'passed', li))).toEqual({ code: 'four_eyes' });
  });
});

describe('an order that is deleted', () => {
  async function startedAndPaused() {
    const has = await gatedOrder();
    await has.start(has.turning);
    await asPerson(has.factory.wang).must(pauseWork, { operationId: has.turning, occurredAt: new Date().toISOString() });
    const remove = () => asSystem(has.factory, 'workorders.delete').must(deleteWorkOrder, { workOrderId: has.orderId, reason: '下错了' });
    return { ...has, remove };
  }

  test('before the fact of its work arrives opens nothing and holds nothing back', async () => {
    const { factory, remove, factsArrive, waiting } = await startedAndPaused();
    await remove();
    await factsArrive();
    expect(await waiting()).toEqual([]);
    expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, 'relay.state': 'due' })).toBe(0);
  });

  test('takes its open inspections off the list, and a late verdict is told so', async () => {
    const { remove, factsArrive, theOpen, waiting, decide } = await startedAndPaused();
    await factsArrive();
    const inspectionId = await theOpen('first_article');
    await remove();
    await factsArrive();
    expect(await waiting()).toEqual([]);
    expect(refusalOf(await decide(inspectionId, 'passed'))).toMatchObject({ code: 'not_found' });
  });
});
