import { Types } from 'mongoose';
import { ImportDraftModel } from '../../../server/modules/integration/models/import-draft.model';
import { ImportFileModel, ImportPieceModel } from '../../../server/modules/integration/models/import-file.model';
import { PayLineModel } from '../../../server/modules/payroll/models/pay-line.model';
import { WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { ItemModel } from '../../../server/modules/workorders/models/item.model';
import { RoutingModel } from '../../../server/modules/workorders/models/routing.model';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { demoFactory } from '../../support';

const f = { factoryId: 'f' };
const QUESTIONS = [
  ['a file by its content', () => ImportFileModel.find({ ...f, kind: 'items', sha256: 'x' })],
  ['its pieces', () => ImportPieceModel.find({ ...f, fileId: new Types.ObjectId(), place: 0 })],
  ['an upload of one’s own', () => ImportDraftModel.find({ ...f, createdById: 'p' }).sort({ _id: -1 })],
  ['items that a file names', () => ItemModel.find({ ...f, code: { $in: ['a', 'b'] } })],
  ['every item', () => ItemModel.find(f).sort({ code: 1 })],
  ['every routing', () => RoutingModel.find(f).sort({ itemCode: 1, version: -1 })],
  ['orders that a file names', () => WorkOrderModel.find({ ...f, orderNo: { $in: ['a', 'b'] }, deletedAt: null })],
  ['every order', () => WorkOrderModel.find({ ...f, deletedAt: null }).sort({ orderNo: 1 })],
  ['every report', () => WorkReportModel.find(f).sort({ businessDate: 1, _id: -1 })],
  [
    'every report of some days',
    () => WorkReportModel.find({ ...f, businessDate: { $gte: 'a', $lte: 'b' } }).sort({ businessDate: 1, _id: -1 }),
  ],
  ['every pay line', () => PayLineModel.find(f).sort({ personId: 1, businessDate: 1, occurredAt: 1, _id: 1 })],
] as const;

test.each(QUESTIONS)('%s is found through an index, and not sorted afterwards', async (_, question) => {
  await demoFactory();
  const plan = JSON.stringify(await question().explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toMatch(/COLLSCAN|"SORT"/);
});
