import { nudgeOperation, startWork } from '../../../server/modules/reporting';
import { minutesAgo, operationAt } from '../../server/reporting/shop-floor';
import { plannedOrder } from '../../server/workorders/planned-order';
import { asPerson, demoFactory } from '../../support';
import { openChat } from '../journeys/support/chat';

test('a nudge is one sentence: who asks, about what, what it waits for and for how long', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const order = await plannedOrder(factory);
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(42) });
  await asPerson(factory.chen).must(nudgeOperation, { operationId: operationAt(order, 20).id });
  // The clock of the chat stands where it was opened, a moment before the work began.
  chat.pass(30_000);
  await chat.settle();
  expect(chat.person('wang').texts()).toEqual(['◆ 陈班长等料：WO-0309 主轴 · 铣 等你这道出活，已等 42 分']);
  expect(chat.person('li').texts()).toEqual([]);
});
