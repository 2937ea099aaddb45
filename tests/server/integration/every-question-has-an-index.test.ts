import { Types } from 'mongoose';
import { AlertModel } from '../../../server/modules/alerts/models/alert.model';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { ImportDraftModel } from '../../../server/modules/integration/models/import-draft.model';
import { ImportFileModel, ImportPieceModel } from '../../../server/modules/integration/models/import-file.model';
import { PayLineModel } from '../../../server/modules/payroll/models/pay-line.model';
import { RateCardModel } from '../../../server/modules/payroll/models/rate-card.model';
import { InspectionModel } from '../../../server/modules/quality/models/inspection.model';
import { UnplacedReportModel } from '../../../server/modules/reporting/models/unplaced-report.model';
import { WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { ItemModel } from '../../../server/modules/workorders/models/item.model';
import { OrderChangeModel } from '../../../server/modules/workorders/models/order-change.model';
import { RoutingModel } from '../../../server/modules/workorders/models/routing.model';
import { StationModel } from '../../../server/modules/workorders/models/station.model';
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
  ['every station', () => StationModel.find(f).sort({ code: 1 })],
  ['every price', () => RateCardModel.find(f).sort({ itemCode: 1, operationName: 1 })],
  ['everybody', () => PersonModel.find({ ...f, state: 'active' })],
  ['every change', () => OrderChangeModel.find({ ...f, state: 'open' }).sort({ _id: -1 })],
  ['every inspection', () => InspectionModel.find({ ...f, state: 'passed' }).sort({ openedAt: 1, _id: 1 })],
  ['every alert', () => AlertModel.find({ ...f, state: 'resolved' }).sort({ raisedAt: 1 })],
  ['every approval', () => ApprovalRequestModel.find({ $and: [f, { state: 'approved' }] }).sort({ requestedAt: -1 })],
  ['every report set aside', () => UnplacedReportModel.find({ ...f, state: 'open' }).sort({ _id: -1 })],
  ['prices that a file names', () => RateCardModel.find({ ...f, itemCode: { $in: ['a', 'b'] } })],
  ['every pay line', () => PayLineModel.find(f).sort({ personId: 1, businessDate: 1, occurredAt: 1, _id: 1 })],
] as const;

test.each(QUESTIONS)('%s is found through an index, and not sorted afterwards', async (_, question) => {
  await demoFactory();
  const plan = JSON.stringify(await question().explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toMatch(/COLLSCAN|"SORT"/);
});
