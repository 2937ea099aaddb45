import type { ApprovalDecided } from '../../../server/contracts/events/approvals';
import { decideApproval, tellPeople } from '../../../server/modules/approvals';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { defineSubscriber, type Notice } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, relay } from '../../support';
import { openFor } from './support/ask-for-approval';

const decisions: ApprovalDecided[] = [];
const remember = defineSubscriber<ApprovalDecided>({
  name: 'test.remember',
  on: 'approvals.decided',
  permissions: [],
  handle: async (fact) => void decisions.push(fact),
});
beforeEach(() => decisions.splice(0));

test('one tap each at the same moment, one yes and one no: one counts, the other learns who, when and what', async () => {
  const factory = await demoFactory();
  const { chen, zhou } = factory;
  const approvalId = await openFor(factory);

  const outcomes = await Promise.all([
    asPerson(zhou).run(decideApproval, { approvalId, decision: 'approved' }),
    asPerson(chen).run(decideApproval, { approvalId, decision: 'refused', reason: '料不够' }),
  ]);

  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  const [winner, state] = outcomes[0]?.kind === 'accepted' ? [zhou, 'approved'] : [chen, 'refused'];
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusal: { code: 'approval_already_decided', state, decidedById: winner.id, decidedBy: { name: winner.name } },
  });
  await relay(remember);
  expect(decisions).toHaveLength(1);
  expect(decisions[0]?.payload).toMatchObject({
    approvalId,
    decision: state,
    decidedById: winner.id,
    carry: { operationId: 'operation:1', qty: '15' },
  });
});

test('a second tap in the chat and a late tap on a page change nothing', async () => {
  const factory = await demoFactory();
  const { chen, zhou } = factory;
  const approvalId = await openFor(factory);
  const now = new Date('2026-11-22T10:32:00+08:00');
  await asPerson(zhou).must(decideApproval, { approvalId, decision: 'approved' }, { now });

  for (const late of [zhou, chen]) {
    expect(await asPerson(late).run(decideApproval, { approvalId, decision: 'refused', reason: '改主意了' })).toMatchObject({
      refusal: { code: 'approval_already_decided', state: 'approved', decidedById: zhou.id, decidedAt: now.toISOString() },
    });
  }
  expect(await ApprovalRequestModel.findById(approvalId).lean()).toMatchObject({
    state: 'approved',
    decidedById: zhou.id,
    decisionReason: null,
  });
});

test('the same request sent twice, same key: one effect, the same answer (B-11.3)', async () => {
  const factory = await demoFactory();
  const approvalId = await openFor(factory);
  const send = () => asPerson(factory.zhou).run(decideApproval, { approvalId, decision: 'approved' }, { key: 'card-tap-0001' });

  const first = await send();
  expect(first.kind).toBe('accepted');
  expect(await send()).toEqual(first);
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, command: 'approvals.decide', outcome: 'accepted' })).toBe(1);
});

test('facts delivered twice tell the same notices, under the same keys', async () => {
  const factory = await demoFactory();
  const told: Notice[] = [];
  const subscribers = tellPeople(async (notice) => {
    if (notice.factoryId === factory.id) told.push(notice);
  });
  const approvalId = await openFor(factory);
  const again = () =>
    JournalEntryModel.updateMany(
      { factoryId: factory.id, 'facts.0': { $exists: true } },
      { $set: { relay: { state: 'due', attempts: 0 } } },
    );

  await relay(...subscribers);
  await again();
  await relay(...subscribers);
  expect(told.map(({ key }) => key)).toEqual([`approval:${approvalId}`, `approval:${approvalId}`]);
  expect(told[0]).toMatchObject({
    kind: 'approval',
    toPersonIds: [factory.chen.id, factory.zhou.id],
    facts: {
      kind: 'over_production',
      reason: '补发客户的备件',
      requestedBy: '王强',
      facts: [{ label: 'orderNo', value: 'WO-0309' }, {}, {}],
    },
  });

  told.splice(0);
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'refused', reason: '料不够' });
  await again();
  await relay(...subscribers);
  await again();
  await relay(...subscribers);
  // The request is not told again once it is decided.
  expect(told.map(({ key }) => key)).toEqual([`approval:${approvalId}:decided`, `approval:${approvalId}:decided`]);
  expect(told[0]).toMatchObject({
    toPersonIds: [factory.wang.id],
    facts: { state: 'refused', decidedBy: '周经理', decisionReason: '料不够' },
  });
});
