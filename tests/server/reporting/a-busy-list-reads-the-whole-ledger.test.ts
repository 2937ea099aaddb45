// What is asked on every report and every open page is served by an index: the plan of each is looked at, not its time.
import { Types } from 'mongoose';
import { WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { WorkSegmentModel } from '../../../server/modules/reporting/models/work-segment.model';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { demoFactory } from '../../support';

const anId = new Types.ObjectId().toHexString();
const mine = { factoryId: 'f', workshopId: { $in: ['w1'] } };
const newest = { _id: -1 } as const;
const open = { factoryId: 'f', endedAt: null };

test.each([
  [
    'the order of an operation',
    () => WorkOrderModel.findOne({ ...mine, 'operations._id': new Types.ObjectId(), status: { $ne: 'deleted' } }),
  ],
  ['the reports of a day', () => WorkReportModel.find({ ...mine, businessDate: '2026-11-22' }).sort(newest)],
  ['the reports of an operation', () => WorkReportModel.find({ ...mine, operationId: anId }).sort(newest)],
  ['the reports of an order', () => WorkReportModel.find({ ...mine, workOrderId: anId }).sort(newest)],
  ['my reports of a day', () => WorkReportModel.find({ ...mine, personId: anId, businessDate: '2026-11-22' }).sort(newest)],
  ['what has been taken back', () => WorkReportModel.find({ factoryId: 'f', reversesId: { $in: [anId] } })],
  ['who is at work at an operation', () => WorkSegmentModel.find({ ...open, operationId: anId }).sort({ startedAt: 1 })],
  ['where else a person is at work', () => WorkSegmentModel.find({ ...open, personId: anId, operationId: { $ne: anId } })],
] as const)('%s', async (_, query) => {
  await demoFactory();
  const plan = JSON.stringify(await query().explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toContain('COLLSCAN');
  expect(plan).not.toMatch(/"stage":"SORT"/);
});
