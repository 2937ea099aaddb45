import { acknowledgeAlert, alerts, raiseAlert, resolveAlert } from '../../../server/modules/alerts';
import { AlertModel } from '../../../server/modules/alerts/models/alert.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { gateOpened, gatePassed, happened } from '../../server/alerts/support/workshop-facts';
import { asPerson, asSystem, demoFactory, type TestFactory } from '../../support';
import { openChat } from './support/chat';

const about = 'operation:1';
const scrap = { rule: 'scrap_rate_high', about, workshopId: 'w1', workOrderId: '1' } as const;
const facts = {
  orderNo: 'WO-0309',
  itemName: '阀体',
  operationName: '车外圆',
  goodQty: '18',
  scrapQty: '3',
  scrapRate: '14.28',
  limit: '5',
};
const raise = (factory: TestFactory) => asSystem(factory, 'alerts.raise').must(raiseAlert, { ...scrap, facts });

async function setUp() {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const { alertId } = await raise(factory);
  await chat.settle();
  return { factory, chat, alertId, chen: chat.person('chen'), zhou: chat.person('zhou') };
}

test('the owners have it at once; one tap takes it on, and everybody sees who', async () => {
  const { alertId, chen, zhou } = await setUp();
  expect(chen.card().card).toMatchObject({
    main_title: { title: '■ 废品率高' },
    sub_title_text: 'WO-0309 车外圆 废品率 14.28%，超过 5%：良 18、废 3',
  });
  expect(await chen.taps('我来处理')).toEqual([]);
  expect(await AlertModel.findById(alertId).lean()).toMatchObject({ state: 'acknowledged', acknowledgedById: expect.any(String) });
  for (const owner of [chen, zhou]) expect(owner.card().closedWith).toBe('陈班长在处理');
});

test('who taps later reads who has it; a second tap of the same person is no mistake', async () => {
  const { chen, zhou } = await setUp();
  await chen.taps('我来处理');
  expect(await zhou.taps('我来处理')).toEqual(['■ 陈班长已经在处理了，你不用管。']);
  expect(await chen.taps('我来处理')).toEqual([]);
});

test('B-11.15 solved meanwhile: the card says so, a late tap brings nothing back', async () => {
  const { factory, chat, alertId, chen } = await setUp();
  await asSystem(factory, 'alerts.raise').must(resolveAlert, { rule: scrap.rule, about });
  await chat.settle();
  expect(chen.card().closedWith).toBe('已解决');
  expect(await chen.taps('我来处理')).toEqual(['● 这件事已经解决了，不用处理。']);
  expect(await AlertModel.findById(alertId).lean()).toMatchObject({ state: 'resolved', acknowledgedById: null });
});

test('B-11.15 taken on by somebody on a page while the message still waits: it is not sent any more', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  chat.sandbox.fault('platform_down', true);
  const { alertId } = await raise(factory);
  await chat.settle();
  await asPerson(factory.zhou).must(acknowledgeAlert, { alertId });
  await chat.settle();
  chat.sandbox.fault('platform_down', false);
  chat.pass(3_600_000);
  await chat.settle();
  expect(chat.person('chen').cards()).toEqual([]);
});

test('facts handed on twice tell nobody twice', async () => {
  const { factory, chat, chen } = await setUp();
  await chen.taps('我来处理');
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, 'facts.0': { $exists: true } },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await chat.settle(...alerts.subscribers);
  expect(chen.cards()).toHaveLength(1);
  expect(chen.texts()).toEqual([]);
});

test('from the fact to the card and away again: an inspection waited for too long', async () => {
  const factory = await demoFactory({ gateWaitMinutes: 20 });
  const chat = openChat(factory);
  const opened = new Date(chat.clock.now.getTime() - 25 * 60_000);
  await happened(factory, gateOpened(opened.toISOString()));
  for (const job of alerts.jobs) await job.runOnce(factory.id, chat.clock.now);
  await chat.settle();
  const zhang = chat.person('zhang');
  expect(zhang.card().card.sub_title_text).toBe('WO-0309 车外圆 等首件检验已 25 分');
  await zhang.taps('我来处理');
  expect(zhang.card().closedWith).toBe('张工在处理');
  await happened(factory, gatePassed());
  await chat.settle();
  expect(await AlertModel.findOne({ factoryId: factory.id }).lean()).toMatchObject({ state: 'resolved' });
});

test('in the language of each person', async () => {
  const factory = await demoFactory();
  await PersonModel.updateOne({ _id: factory.zhou.id }, { $set: { locale: 'en' } });
  const chat = openChat(factory);
  await raise(factory);
  await chat.settle();
  expect(chat.person('zhou').card().card.main_title.title).toBe('■ Much scrap');
  expect(chat.person('chen').card().card.main_title.title).toBe('■ 废品率高');
  expect(await chat.person('zhou').says('help')).toEqual([expect.stringMatching(/^▲ \d things to ask:\n/)]);
});
