import { alertDto, alertPage } from '../../../server/contracts/api/alerts';
import { acknowledgeAlert, alertsInSight, raiseAlert, resolveAlert, tellPeople } from '../../../server/modules/alerts';
import { watchDueDates } from '../../../server/modules/alerts/jobs/watch-due-dates.job';
import { watchOpenGates } from '../../../server/modules/alerts/jobs/watch-open-gates.job';
import { AlertModel } from '../../../server/modules/alerts/models/alert.model';
import type { Notice } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, asSystem, demoFactory, relay, type TestFactory } from '../../support';
import {
  changeAnswered,
  changeAsked,
  closed,
  completed,
  deliveredAgain,
  gateOpened,
  gatePassed,
  happened,
  ORDER,
  rateMissing,
  rateSet,
  released,
  reported,
  reversed,
  standingOf,
} from './support/workshop-facts';

const due = new Date('2026-11-20T09:00:00.000Z');
const minutesAfter = (minutes: number) => new Date(due.getTime() + minutes * 60_000);
const rules = async (factory: TestFactory) => (await standingOf(factory)).map(({ rule }) => rule);
const late = {
  rule: 'operation_late',
  about: 'workOrder:1',
  workshopId: 'w1',
  workOrderId: '1',
  facts: { orderNo: 'WO-1', itemName: '阀体', dueAt: due.toISOString() },
} as const;

test('two processes find the same thing at the same moment: it is raised once, and told once', async () => {
  const factory = await demoFactory();
  const told: Notice[] = [];
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => asSystem(factory, 'alerts.raise').must(raiseAlert, late)));
  expect(outcomes.filter(({ raised }) => raised)).toHaveLength(1);
  expect(new Set(outcomes.map(({ alertId }) => alertId)).size).toBe(1);
  await relay(...tellPeople(async (notice) => void told.push(notice)));
  expect(told.filter(({ factoryId }) => factoryId === factory.id)).toMatchObject([
    {
      kind: 'alert',
      urgency: 'p2',
      toPersonIds: expect.arrayContaining([factory.chen.id]),
      facts: { rule: 'operation_late', lamp: 'stop', state: 'open' },
    },
  ]);
});

test('the same key twice has one effect (B-11.3)', async () => {
  const factory = await demoFactory();
  const send = () => asSystem(factory, 'alerts.raise').must(raiseAlert, late, { key: 'raise-it-once' });
  expect(await send()).toEqual(await send());
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, command: 'alerts.raise' })).toBe(1);
});

test('what is over before it could be told is not told (B-11.15)', async () => {
  const factory = await demoFactory();
  const told: Notice[] = [];
  await asSystem(factory, 'alerts.raise').must(raiseAlert, late);
  await asSystem(factory, 'alerts.raise').must(resolveAlert, { rule: late.rule, about: late.about });
  await relay(...tellPeople(async (notice) => void told.push(notice)));
  expect(told.filter(({ factoryId, kind }) => factoryId === factory.id && kind === 'alert')).toEqual([]);
});

test('late: raised by the clock, once, and gone when the order is done; old facts delivered again bring nothing back', async () => {
  const factory = await demoFactory();
  await happened(factory, released(due.toISOString()));
  await watchDueDates.runOnce(factory.id, due);
  expect(await rules(factory)).toEqual([]);
  await watchDueDates.runOnce(factory.id, minutesAfter(1));
  await watchDueDates.runOnce(factory.id, minutesAfter(2));
  expect(await rules(factory)).toEqual(['operation_late']);

  await happened(factory, completed());
  expect(await rules(factory)).toEqual([]);
  await deliveredAgain(factory);
  await watchDueDates.runOnce(factory.id, minutesAfter(3));
  expect(await rules(factory)).toEqual([]);
  expect(await AlertModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('late: a fact that comes after the order was done opens nothing', async () => {
  const factory = await demoFactory();
  await happened(factory, completed(), released(due.toISOString()));
  await watchDueDates.runOnce(factory.id, minutesAfter(60));
  expect(await rules(factory)).toEqual([]);
});

test('late: a job that raised it while the order was being finished takes it back by itself', async () => {
  const factory = await demoFactory();
  await happened(factory, released(due.toISOString()), completed());
  await asSystem(factory, 'alerts.raise').must(raiseAlert, { ...late, about: `workOrder:${ORDER.workOrderId}` });
  await watchDueDates.runOnce(factory.id, minutesAfter(5));
  expect(await rules(factory)).toEqual([]);
});

describe('an order change', () => {
  test('stands until it is answered, and an accepted later date ends the lateness', async () => {
    const factory = await demoFactory();
    await happened(factory, released(due.toISOString()), changeAsked('c1', '2099-01-01T00:00:00.000Z'));
    await watchDueDates.runOnce(factory.id, minutesAfter(1));
    expect((await rules(factory)).sort()).toEqual(['operation_late', 'order_changed']);
    await happened(factory, changeAnswered('c1', 'accepted'));
    expect(await rules(factory)).toEqual([]);
    await watchDueDates.runOnce(factory.id, minutesAfter(2));
    await deliveredAgain(factory);
    expect(await rules(factory)).toEqual([]);
  });

  test('refused, the order stays late', async () => {
    const factory = await demoFactory();
    await happened(factory, released(due.toISOString()), changeAsked('c1', '2099-01-01T00:00:00.000Z'));
    await watchDueDates.runOnce(factory.id, minutesAfter(1));
    await happened(factory, changeAnswered('c1', 'refused'));
    expect(await rules(factory)).toEqual(['operation_late']);
  });
});

test('scrap: raised above the limit, its numbers follow, gone when good pieces bring it down or a report is taken back', async () => {
  const factory = await demoFactory({ scrapRateLimit: 500 });
  await happened(factory, reported('19', '1'));
  expect(await rules(factory)).toEqual([]);
  await happened(factory, reported('19', '2'), reported('19', '3'));
  expect(await rules(factory)).toEqual(['scrap_rate_high']);
  expect(await AlertModel.findOne({ factoryId: factory.id }).lean()).toMatchObject({
    facts: { scrapQty: '3', scrapRate: '13.63' },
    ownerIds: expect.arrayContaining([factory.chen.id, factory.zhou.id]),
  });
  await happened(factory, reversed('19', '1'));
  expect(await rules(factory)).toEqual([]);
});

test('scrap: a closed order has no alerts left', async () => {
  const factory = await demoFactory();
  await happened(factory, released(due.toISOString()), reported('0', '20'));
  await happened(factory, completed());
  expect(await rules(factory)).toEqual(['scrap_rate_high']);
  await happened(factory, closed());
  expect(await rules(factory)).toEqual([]);
});

test('a gate: raised when it has waited too long, gone with the verdict, whatever comes twice', async () => {
  const factory = await demoFactory({ gateWaitMinutes: 20 });
  await happened(factory, gateOpened(due.toISOString()));
  await watchOpenGates.runOnce(factory.id, minutesAfter(20));
  expect(await rules(factory)).toEqual([]);
  await watchOpenGates.runOnce(factory.id, minutesAfter(21));
  await watchOpenGates.runOnce(factory.id, minutesAfter(22));
  expect(await rules(factory)).toEqual(['gate_waiting_long']);
  expect(await AlertModel.findOne({ factoryId: factory.id }).lean()).toMatchObject({ ownerIds: [factory.zhang.id, factory.he.id] });
  await happened(factory, gatePassed());
  await deliveredAgain(factory);
  await watchOpenGates.runOnce(factory.id, minutesAfter(60));
  expect(await rules(factory)).toEqual([]);
});

test('a gate: a job that raised it while the verdict was given takes it back by itself', async () => {
  const factory = await demoFactory();
  await happened(factory, gateOpened(due.toISOString()), gatePassed());
  await asSystem(factory, 'alerts.raise').must(raiseAlert, {
    ...late,
    rule: 'gate_waiting_long',
    about: 'inspection:665f1c2ab3d4e5f607182921',
  });
  await watchOpenGates.runOnce(factory.id, minutesAfter(60));
  expect(await rules(factory)).toEqual([]);
});

test('a price: one alert for all the days without one, gone when a rate covers them all', async () => {
  const factory = await demoFactory();
  await happened(factory, rateMissing('2026-11-20'), rateMissing('2026-11-18'), rateMissing('2026-11-19'));
  expect(await AlertModel.find({ factoryId: factory.id }).lean()).toMatchObject([
    { facts: { fromDate: '2026-11-18', toDate: '2026-11-20' } },
  ]);
  await happened(factory, rateSet('2026-11-19'));
  expect(await rules(factory)).toEqual(['rate_missing']);
  await happened(factory, rateSet('2026-11-01'));
  expect(await rules(factory)).toEqual([]);
});

describe('taking an alert on', () => {
  const raised = async (factory: TestFactory) => (await asSystem(factory, 'alerts.raise').must(raiseAlert, late)).alertId;

  test('two people tap at the same moment: one has it, the other learns who', async () => {
    const factory = await demoFactory();
    const { chen, zhou } = factory;
    const alertId = await raised(factory);
    const outcomes = await Promise.all([chen, zhou].map((person) => asPerson(person).run(acknowledgeAlert, { alertId })));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    const winner = outcomes[0]?.kind === 'accepted' ? chen : zhou;
    expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
      refusal: { code: 'alert_not_open', state: 'acknowledged', acknowledgedBy: { id: winner.id, name: winner.name } },
    });
    expect((await asPerson(winner).run(acknowledgeAlert, { alertId })).kind).toBe('accepted');
    expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, 'facts.type': 'alerts.acknowledged' })).toBe(1);
  });

  test('after it was resolved it stays resolved (B-11.15)', async () => {
    const factory = await demoFactory();
    const alertId = await raised(factory);
    await asSystem(factory, 'alerts.raise').must(resolveAlert, { rule: late.rule, about: late.about });
    expect(await asPerson(factory.chen).run(acknowledgeAlert, { alertId })).toMatchObject({
      refusal: { code: 'alert_not_open', state: 'resolved' },
    });
    expect(await AlertModel.findById(alertId).lean()).toMatchObject({ state: 'resolved', acknowledgedById: null });
  });

  test('the same thing wrong again is a new alert', async () => {
    const factory = await demoFactory();
    const first = await raised(factory);
    await asPerson(factory.chen).must(acknowledgeAlert, { alertId: first });
    expect(await raised(factory)).toBe(first);
    await asSystem(factory, 'alerts.raise').must(resolveAlert, { rule: late.rule, about: late.about });
    expect(await raised(factory)).not.toBe(first);
  });

  test('a worker may not; another workshop, another factory find nothing; nobody raises alerts by hand', async () => {
    const factory = await demoFactory();
    const other = await demoFactory();
    const alertId = await raised(factory);
    const elsewhere = { actor: { ...factory.chen.actor, scope: factory.sun.actor.scope } };
    await expect(asPerson(factory.wang).run(acknowledgeAlert, { alertId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asPerson(factory.admin).run(raiseAlert, late)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await asPerson(elsewhere).run(acknowledgeAlert, { alertId })).toMatchObject({ refusal: { code: 'not_found' } });
    expect(await asPerson(other.zhou).run(acknowledgeAlert, { alertId })).toMatchObject({ refusal: { code: 'not_found' } });
    expect((await asPerson(elsewhere).ask(alertsInSight, { limit: 50 })).items).toEqual([]);
    await expect(asPerson(factory.chen).run(acknowledgeAlert, { alertId: '{"$ne":1}' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('the list says in words what is wrong, and who has it', async () => {
    const factory = await demoFactory();
    const alertId = await raised(factory);
    await asSystem(factory, 'alerts.raise').must(raiseAlert, {
      ...late,
      rule: 'rate_missing',
      about: 'rate:x',
      workshopId: null,
      facts: { itemCode: 'P-1', operationName: '车外圆', fromDate: '2026-11-18', toDate: '2026-11-20' },
    });
    const taken = alertDto.parse(await asPerson(factory.chen).must(acknowledgeAlert, { alertId, note: '加班' }, { now: minutesAfter(48) }));
    expect(taken).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: { name: '陈班长' },
      text: 'WO-1 阀体 应在 11-20 17:00 交，已晚 48 分',
    });
    const page = alertPage.parse(await asPerson(factory.chen).ask(alertsInSight, { limit: 50 }, minutesAfter(120)));
    expect(page.items.map(({ text }) => text)).toEqual([
      'P-1 车外圆 没有单价，2026-11-18 起的报工还没算钱',
      'WO-1 阀体 应在 11-20 17:00 交，已晚 2.0 h',
    ]);
    expect((await asPerson(factory.chen).ask(alertsInSight, { state: 'resolved', limit: 50 })).items).toEqual([]);
  });
});
