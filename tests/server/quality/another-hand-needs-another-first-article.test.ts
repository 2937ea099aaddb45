import { inspections, reopenFirstArticle } from '../../../server/modules/quality';
import { pauseWork } from '../../../server/modules/reporting';
import { defineStation, dispatchOperation, orderHistory, workOrder } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, changeHouse, demoFactory, type TestPerson } from '../../support';
import { gatedOrder, refusalOf } from './gated-order';

async function passedOnce() {
  const has = await gatedOrder();
  await has.start(has.turning);
  await has.report(has.turning, '2');
  await has.factsArrive();
  await has.decide(await has.theOpen('first_article'), 'passed');
  const { factory, turning } = has;
  const named = (person: { actor: TestPerson['actor'] } = factory.chen, trigger: 'tool' | 'material' = 'tool', operationId = turning) =>
    asPerson(person).run(reopenFirstArticle, { operationId, trigger, note: '换了刀' });
  return { ...has, named };
}

test('B-6.1 another operator at the machine: an inspector is asked again, and what was passed stays', async () => {
  const { factory, start, report, turning, factsArrive, waiting, stateOf, decide, theOpen } = await passedOnce();
  await start(turning, factory.li);
  await factsArrive();
  expect(await waiting()).toMatchObject([{ kind: 'first_article', trigger: 'operator', capQty: '3' }]);
  expect((await stateOf(turning))?.firstArticle).toMatchObject({ state: 'open', trigger: 'operator' });
  expect((await report(turning, '3', factory.li)).kind).toBe('accepted');
  expect(refusalOf(await report(turning, '1', factory.li))).toMatchObject({ code: 'first_article_open', trigger: 'operator' });
  expect((await report(turning, '2')).kind).toBe('accepted');
  expect((await decide(await theOpen('first_article'), 'passed')).kind).toBe('accepted');
  expect((await report(turning, '3', factory.li)).kind).toBe('accepted');
});

test('the fact of it comes twice: one inspection', async () => {
  const { factory, start, turning, factsArrive, waiting } = await passedOnce();
  await start(turning, factory.li);
  await factsArrive();
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, relay: { $exists: true } },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await factsArrive();
  expect(await waiting()).toHaveLength(1);
});

test('moved to another station, the next piece is a first one', async () => {
  const { factory, report, turning, stateOf } = await passedOnce();

  await asPerson(factory.liu).must(defineStation, { code: 'C9', name: '九号车床', workshopId: 'w1' });
  await asPerson(factory.chen).must(dispatchOperation, { operationId: turning, personIds: [], stationCode: 'C9' });
  expect(refusalOf(await report(turning, '4'))).toMatchObject({ code: 'first_article_open', trigger: 'station', doneQty: '0' });
  expect((await report(turning, '3')).kind).toBe('accepted');
  expect((await stateOf(turning))?.firstArticle).toMatchObject({ state: 'open', trigger: 'station' });
});

test('a house may want it with every shift, or not for another hand', async () => {
  const one = await passedOnce();
  await changeHouse(one.factory, { firstArticleReopens: { operator: false, station: false, shift: false, stopMinutes: null } });
  expect((await one.report(one.turning, '5', one.factory.li)).kind).toBe('accepted');
  expect((await one.stateOf(one.turning))?.firstArticle.state).toBe('passed');
});

test('a tool is changed while they work: the inspection opens at once, for everybody', async () => {
  const { factory, orderId, named, turning, waiting, report, stateOf } = await passedOnce();
  expect(await named()).toMatchObject({ value: { firstArticle: { state: 'open', trigger: 'tool' } } });
  expect(await waiting()).toMatchObject([{ kind: 'first_article', trigger: 'tool' }]);
  expect(refusalOf(await report(turning, '4'))).toMatchObject({ code: 'first_article_open', trigger: 'tool', doneQty: '0' });
  expect((await stateOf(turning))?.goodQty).toBe('2');
  const [latest] = (await asPerson(factory.zhou).ask(orderHistory, { workOrderId: orderId })).items.filter(
    ({ what }) => what === 'quality.first_article_reopened',
  );
  expect(latest).toMatchObject({ by: { name: '陈班长' }, operationName: '车外圆', trigger: 'tool', reason: '换了刀' });
});

test('with nobody at work it opens with the next start', async () => {
  const { factory, named, turning, waiting, start, factsArrive, stateOf } = await passedOnce();
  await asPerson(factory.wang).must(pauseWork, { operationId: turning, occurredAt: new Date().toISOString() });
  await named(factory.zhang, 'material');
  expect((await stateOf(turning))?.firstArticle.state).toBe('due');
  expect(await waiting()).toEqual([]);
  await start(turning);
  await factsArrive();
  expect(await waiting()).toMatchObject([{ trigger: 'material' }]);
});

test('asked for twice, by two at once, with one key: one inspection, one fact', async () => {
  const { factory, named, waiting, turning } = await passedOnce();
  await Promise.all([named(), named(factory.zhang, 'material'), named()]);
  expect(await waiting()).toHaveLength(1);
  const facts = await JournalEntryModel.countDocuments({ factoryId: factory.id, 'facts.type': 'quality.first_article_reopened' });
  expect(facts).toBe(1);
  const tap = () => asPerson(factory.chen).run(reopenFirstArticle, { operationId: turning, trigger: 'tool' }, { key: 'tool-tapped-1' });
  expect(await tap()).toEqual(await tap());
});

test('there must be something to inspect, and a gate', async () => {
  const { named, turning, deburring, report, start } = await gatedOrder().then(async (has) => ({
    ...has,
    named: (operationId: string) => asPerson(has.factory.chen).run(reopenFirstArticle, { operationId, trigger: 'tool' }),
  }));
  expect(refusalOf(await named(turning))).toEqual({ code: 'inspection_not_due' });
  expect(refusalOf(await named(deburring))).toEqual({ code: 'gate_not_required' });
  await start(turning);
  expect((await report(turning, '1')).kind).toBe('accepted');
  expect(await named(turning)).toMatchObject({ kind: 'accepted', value: { firstArticle: { state: 'open', trigger: null } } });
});

test('it is for leaders and inspectors of this workshop', async () => {
  const { factory, named, turning } = await passedOnce();
  for (const person of [factory.wang, factory.liu, factory.zhou]) await expect(named(person)).rejects.toMatchObject({ code: 'forbidden' });
  const elsewhere = { actor: { ...factory.chen.actor, scope: { ...factory.chen.actor.scope, workshopIds: ['w2'] } } };
  expect(refusalOf(await named(elsewhere))).toMatchObject({ code: 'not_found' });
  const other = await demoFactory();
  expect(refusalOf(await named(other.chen))).toMatchObject({ code: 'not_found' });
  const nameless = asPerson(factory.chen).run(reopenFirstArticle, { operationId: turning, trigger: 'operator' as never });
  await expect(nameless).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'trigger' }] });
});

test('the inspections of one order are there with every verdict, newest first', async () => {
  const { factory, orderId, named } = await passedOnce();
  await named();
  const page = await asPerson(factory.zhou).ask(inspections, { workOrderId: orderId, limit: 10 });
  expect(page.items.map(({ state, trigger }) => [state, trigger])).toEqual([
    ['open', 'tool'],
    ['passed', null],
  ]);
  expect((await asPerson(factory.zhou).ask(workOrder, { workOrderId: orderId })).operations[0]?.firstArticle.trigger).toBe('tool');
});
