// B-1.18: 70 are made, the office says 60. The workshop head says what becomes of the ten; nobody loses pay for having made them.
import type { ChangeChoice, WorkOrderDto } from '../../../server/contracts/api/workorders';
import { myPay, payroll, setPieceRate } from '../../../server/modules/payroll';
import { correctReport, reporting, reportsOf, shiftSummary } from '../../../server/modules/reporting';
import {
  answerOrderChange,
  orderChanges,
  orderHistory,
  requestOrderChange,
  tellPeople,
  workOrder,
} from '../../../server/modules/workorders';
import type { Notice } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, relay, type TestPerson } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, operationAt } from './shop-floor';

/** 70 turned, 20 of them milled and one of those scrapped. */
async function madeTooMany(plan: Parameters<typeof plannedOrder>[1] = {}) {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, plan);
  const [turning, milling] = [operationAt(order, 10).id, order.operations[1]?.id ?? ''];
  await asPerson(factory.wu).must(setPieceRate, { itemCode: 'AX-7', operationName: '车', price: '0.5', validFrom: '2026-01-01' });
  await makes(factory.wang, turning, { good: '70' });
  if (milling) await makes(factory.li, milling, { good: '19', scrap: '1' });
  const change = await asPerson(factory.liu).must(requestOrderChange, { workOrderId: order.id, plannedQty: '60', reason: '客户减量' });
  return {
    factory,
    order,
    turning,
    milling,
    answer: (choice?: ChangeChoice, person: { actor: TestPerson['actor'] } = factory.chen, key?: string) =>
      asPerson(person).run(
        answerOrderChange,
        { changeId: change.id, answer: 'accepted', ...(choice ? { choice } : {}) },
        key === undefined ? {} : { key },
      ),
    factsArrive: () => relay(...reporting.subscribers, ...payroll.subscribers),
    now: () => asPerson(factory.zhou).ask(workOrder, { workOrderId: order.id }),
  };
}

const inOrder = ({ operations }: WorkOrderDto) => operations.map(({ goodQty, scrapQty, readyQty }) => [goodQty, scrapQty, readyQty]);

test('accepting without saying what becomes of them changes nothing', async () => {
  const { answer, now } = await madeTooMany();
  expect(await answer()).toMatchObject({ refusal: { code: 'change_below_made', madeQty: '70', plannedQty: '100' } });
  expect((await now()).plannedQty).toBe('100');
});

test.each([
  [
    'keep',
    '100',
    [
      ['70', '0', '35'],
      ['19', '1', '50'],
    ],
  ],
  [
    'stop',
    '70',
    [
      ['70', '0', '3'],
      ['19', '1', '50'],
    ],
  ],
] as const)('%s: the order is for %s and nothing is scrapped', async (choice, plannedQty, quantities) => {
  const { answer, factsArrive, now, turning } = await madeTooMany();
  expect(await answer(choice)).toMatchObject({ value: { state: 'accepted', choice, surplus: null } });
  await factsArrive();
  const after = await now();
  expect(after.plannedQty).toBe(plannedQty);
  expect(inOrder(after)).toEqual(quantities);
  expect(await ledgerOf(turning)).toHaveLength(1);
});

test('scrapped where least work is in them: the ledger and the order agree, and what was paid stays paid', async () => {
  const { factory, order, answer, factsArrive, now, turning } = await madeTooMany();
  await factsArrive();
  const paid = await asPerson(factory.wang).ask(myPay, {});
  await answer('scrap_surplus');
  await factsArrive();
  const after = await now();
  expect(after).toMatchObject({ plannedQty: '60', shortQty: '0' });
  // One that was scrapped at milling still has to be made up by what is turned: nine of the ten are not needed.
  expect(inOrder(after)).toEqual([
    ['61', '9', '0'],
    ['19', '1', '41'],
  ]);
  const rows = await ledgerOf(turning);
  expect(rows.map(({ kind, goodQty, scrapQty, personId }) => [kind, goodQty, scrapQty, personId])).toEqual([
    ['report', 700_000, 0, factory.wang.id],
    ['surplus', -90_000, 90_000, factory.chen.id],
  ]);
  expect(await asPerson(factory.wang).ask(myPay, {})).toEqual(paid);
  expect(await asPerson(factory.chen).ask(shiftSummary, {})).toMatchObject({ goodQty: '0', scrapQty: '0', reports: 0 });
  const history = (await asPerson(factory.zhou).ask(orderHistory, { workOrderId: order.id })).items;
  expect(history.find(({ what }) => what === 'workorders.change_answered')).toMatchObject({
    choice: 'scrap_surplus',
    by: { name: '陈班长' },
  });
  expect(history.find(({ what }) => what === 'reporting.surplus_scrapped')).toMatchObject({ qty: '9', by: { name: '陈班长' } });
});

test('finished pieces are scrapped too when there is nothing before them', async () => {
  const { answer, factsArrive, now } = await madeTooMany({ operations: [{ seq: 10, name: '车' }] });
  await answer('scrap_surplus');
  await factsArrive();
  expect(await now()).toMatchObject({ status: 'completed', goodQty: '60', scrapQty: '10' });
});

test('the fact comes twice: they are scrapped once', async () => {
  const { factory, answer, factsArrive, turning } = await madeTooMany();
  await answer('scrap_surplus');
  await factsArrive();
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, 'facts.type': 'workorders.change_answered' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await factsArrive();
  expect((await ledgerOf(turning)).filter(({ kind }) => kind === 'surplus')).toHaveLength(1);
});

test('two heads answer at once, one taps twice: one answer', async () => {
  const { factory, answer, now } = await madeTooMany();
  const outcomes = await Promise.all([answer('stop'), answer('keep', { actor: factory.chen.actor })]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ refusal: { code: 'change_not_open' } });
  expect(['70', '100']).toContain((await now()).plannedQty);
  const second = await madeTooMany();
  expect(await second.answer('stop', second.factory.chen, 'tapped-twice-2')).toEqual(
    await second.answer('stop', second.factory.chen, 'tapped-twice-2'),
  );
});

test('answering is for the workshop head, with a choice there is', async () => {
  const { factory, answer } = await madeTooMany();
  await expect(answer('stop', factory.wang)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(answer('burn' as never)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'choice' }] });
  const elsewhere = { actor: { ...factory.chen.actor, scope: { ...factory.chen.actor.scope, workshopIds: ['w2'] } } };
  expect(await answer('stop', elsewhere)).toMatchObject({ refusal: { code: 'not_found' } });
});

test('what was scrapped this way is not taken back like a report', async () => {
  const { factory, answer, factsArrive, turning } = await madeTooMany();
  await answer('scrap_surplus');
  await factsArrive();
  const { items } = await asPerson(factory.chen).ask(reportsOf, { operationId: turning, limit: 5 });
  const surplus = items.find(({ kind }) => kind === 'surplus');
  const outcome = await asPerson(factory.chen).run(correctReport, {
    reportId: surplus?.id ?? '',
    reason: '不报废了',
    occurredAt: new Date().toISOString(),
  });
  expect(outcome).toMatchObject({ refusal: { code: 'reversal_is_final' } });
});

test('who asked for it and who still has some of it in hand are told what became of it', async () => {
  const { factory, order } = await madeTooMany();
  const told: Notice[] = [];
  const people = tellPeople(async (notice) => {
    told.push(notice);
  });
  const [change] = (
    await asPerson(factory.liu).ask(orderChanges, {
      workOrderId: order.id,
      limit: 1,
    })
  ).items;
  await asPerson(factory.chen).must(answerOrderChange, { changeId: change?.id ?? '', answer: 'accepted', choice: 'stop' });
  await relay(...people);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    kind: 'order_change',
    facts: { answer: 'accepted', choice: 'stop', answeredBy: '陈班长', to: { plannedQty: '70' } },
  });
  expect([...(told[0]?.toPersonIds ?? [])].sort()).toEqual([factory.liu.id, factory.li.id].sort());
  expect((await storedOrder(order)).plannedQty).toBe(700_000);
});
