import type { Model } from 'mongoose';
import { SendModel } from '../../../bot/notifier/send.model';
import { AlertModel } from '../../../server/modules/alerts/models/alert.model';
import { OpenGateModel } from '../../../server/modules/alerts/models/open-gate.model';
import { OpenOrderModel } from '../../../server/modules/alerts/models/open-order.model';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { demoFactory } from '../../support';

const now = new Date();
test.each([
  ['standing alerts', AlertModel, { state: { $in: ['open', 'acknowledged'] } }],
  ['the alert of a subject', AlertModel, { rule: 'operation_late', about: 'x', standing: true }],
  ['what stands of one order', AlertModel, { workOrderId: 'x', standing: true }],
  ['orders past due', OpenOrderModel, { closedAt: null, dueAt: { $lt: now } }],
  ['one order', OpenOrderModel, { workOrderId: 'x' }],
  ['gates that wait', OpenGateModel, { closedAt: null, openedAt: { $lt: now } }],
  ['what waits for me', ApprovalRequestModel, { approverIds: 'x', state: 'pending' }],
  ['what waits', ApprovalRequestModel, { state: 'pending' }],
  ['the pending request about a thing', ApprovalRequestModel, { kind: 'over_production', subject: 'x', state: 'pending' }],
  ['the next message to send', SendModel, { state: { $in: ['queued', 'held', 'sending'] }, notBefore: { $lte: now } }],
  ['the cards about one thing', SendModel, { subjectId: 'x' }],
] as const)('%s: found through an index', async (_, model, filter) => {
  const factory = await demoFactory();
  const query = (model as unknown as Model<object>).find({ factoryId: factory.id, ...filter });
  const plan = JSON.stringify(await query.explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toContain('COLLSCAN');
});
