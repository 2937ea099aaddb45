import type { WorkReported } from '../../../server/contracts/events/reporting';
import { defineSubscriber } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { demoFactory, relay } from '../../support';
import { plannedOrder } from '../workorders/planned-order';
import { makes, operationAt } from './shop-floor';

test('B-11.4 one poison event holds up its own order only, keeps its place there, and goes on when it can', async () => {
  const factory = await demoFactory();
  const bad = operationAt(await plannedOrder(factory, { orderNo: 'WO-BAD' }), 10).id;
  const good = operationAt(await plannedOrder(factory, { orderNo: 'WO-GOOD' }), 10).id;
  await makes(factory.wang, bad, { good: '1' });
  await makes(factory.li, good, { good: '2' });
  await makes(factory.wang, bad, { good: '3' });
  await makes(factory.li, good, { good: '4' });

  let poisonous = true;
  const taken: string[] = [];
  const subscriber = defineSubscriber<WorkReported>({
    name: 'test.takes-reports',
    on: 'reporting.work_reported',
    permissions: [],
    async handle({ payload }) {
      if (poisonous && payload.operationId === bad && payload.goodQty === '1') throw new Error('poison');
      taken.push(`${payload.orderNo} ${payload.goodQty}`);
    },
  });
  await relay(subscriber);
  expect(taken).toEqual(['WO-GOOD 2', 'WO-GOOD 4']);
  const held = await JournalEntryModel.find({ factoryId: factory.id, 'relay.attempts': { $gt: 0 } }).lean();
  expect(held).toMatchObject([{ relay: { state: 'due', attempts: 1, failedSubscribers: ['test.takes-reports'] } }]);

  poisonous = false;
  await JournalEntryModel.collection.updateMany({ factoryId: factory.id }, { $unset: { 'relay.notBefore': 1 } });
  await relay(subscriber);
  expect(taken.slice(2)).toEqual(['WO-BAD 1', 'WO-BAD 3']);
});
