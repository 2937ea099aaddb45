import { approvalDto, approvalPage } from '../../../server/contracts/api/approvals';
import { approvalById, approvalsInSight, decideApproval } from '../../../server/modules/approvals';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { asPerson, demoFactory } from '../../support';
import { askForApproval, openFor } from './support/ask-for-approval';

test('a second request for the same thing is turned away and names the first', async () => {
  const factory = await demoFactory();
  const approvalId = await openFor(factory);
  const second = await asPerson(factory.li).run(askForApproval, {
    subject: 'operation:1',
    workshopId: 'w1',
    approverIds: [factory.chen.id],
  });
  expect(second).toMatchObject({
    refusal: { code: 'approval_already_requested', approvalId, requestedBy: { id: factory.wang.id, name: '王强' } },
  });
});

test('two ask at the same moment: one request stands', async () => {
  const factory = await demoFactory();
  const asked = { subject: 'operation:1', workshopId: 'w1', approverIds: [factory.chen.id] };
  const outcomes = await Promise.all([factory.wang, factory.li].map((person) => asPerson(person).run(askForApproval, asked)));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ refusal: { code: 'approval_already_requested' } });
  expect(await ApprovalRequestModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('the same command sent twice, same key, is answered as the first time (B-11.3)', async () => {
  const factory = await demoFactory();
  const send = () =>
    asPerson(factory.wang).must(
      askForApproval,
      { subject: 'operation:1', workshopId: 'w1', approverIds: [factory.chen.id] },
      { key: 'asked-once-0001' },
    );
  const first = await send();
  expect(await send()).toEqual(first);
  await asPerson(factory.chen).must(decideApproval, { approvalId: first.approvalId, decision: 'approved' });
  expect(await send()).toEqual(first);
  expect(await ApprovalRequestModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('after a decision the same thing may be asked for again', async () => {
  const factory = await demoFactory();
  const first = await openFor(factory);
  await asPerson(factory.zhou).must(decideApproval, { approvalId: first, decision: 'refused', reason: '先做完再说' });
  expect(await openFor(factory)).not.toBe(first);
});

test('B-13.1 the requester is never among the approvers', async () => {
  const factory = await demoFactory();
  const approvalId = await openFor(factory, { by: factory.chen, approverIds: [factory.chen.id, factory.zhou.id] });
  expect(await asPerson(factory.chen).ask(approvalById, { approvalId })).toMatchObject({
    approvers: [{ id: factory.zhou.id, name: '周经理' }],
  });
  expect(await asPerson(factory.chen).run(decideApproval, { approvalId, decision: 'approved' })).toMatchObject({
    refusal: { code: 'approval_by_requester' },
  });
});

describe('who sees and decides what', () => {
  test('a worker may not decide; a leader of another workshop finds nothing', async () => {
    const factory = await demoFactory();
    const elsewhere = { actor: { ...factory.chen.actor, id: factory.sun.id, scope: factory.sun.actor.scope } };
    const approvalId = await openFor(factory);
    await expect(asPerson(factory.li).run(decideApproval, { approvalId, decision: 'approved' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await asPerson(elsewhere).run(decideApproval, { approvalId, decision: 'approved' })).toMatchObject({
      refusal: { code: 'not_found' },
    });
    await expect(asPerson(elsewhere).ask(approvalById, { approvalId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await asPerson(elsewhere).ask(approvalsInSight, { limit: 50 })).toEqual({ items: [] });
  });

  test('another factory finds nothing', async () => {
    const approvalId = await openFor(await demoFactory());
    const other = await demoFactory();
    expect(await asPerson(other.zhou).run(decideApproval, { approvalId, decision: 'approved' })).toMatchObject({
      refusal: { code: 'not_found' },
    });
  });

  test.each([
    [{ approvalId: 'x', decision: 'approved' }],
    [{ approvalId: '665f1c2ab3d4e5f60718293a', decision: 'maybe' }],
    [{ approvalId: { $ne: null }, decision: 'approved' }],
    [{ approvalId: '665f1c2ab3d4e5f60718293a', decision: 'approved', decidedById: 'me' }],
  ])('bad input %j is refused', async (input) => {
    const factory = await demoFactory();
    await expect(asPerson(factory.zhou).run(decideApproval, input as never)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('mine come first, then those that wait for others, then the decided; each with words for its facts', async () => {
    const factory = await demoFactory();
    const { zhou, chen } = factory;
    const decided = await openFor(factory, { subject: 'operation:0' });
    await asPerson(zhou).must(decideApproval, { approvalId: decided, decision: 'approved' });
    const others = await openFor(factory, { subject: 'operation:1', approverIds: [chen.id] });
    const mine = await openFor(factory, { subject: 'operation:2', approverIds: [zhou.id] });

    const page = approvalPage.parse(await asPerson(zhou).ask(approvalsInSight, { limit: 50 }));
    expect(page.items.map(({ id }) => id)).toEqual([mine, others, decided]);
    expect((await asPerson(zhou).ask(approvalsInSight, { state: 'approved', limit: 50 })).items.map(({ id }) => id)).toEqual([decided]);
    expect((await asPerson(zhou).ask(approvalsInSight, { limit: 1 })).items.map(({ id }) => id)).toEqual([mine]);

    const one = approvalDto.parse(await asPerson(zhou).ask(approvalById, { approvalId: mine }));
    expect(one).toMatchObject({ title: '申请超产', requestedBy: { name: '王强' }, state: 'pending' });
    expect(one.facts).toEqual([
      { name: 'orderNo', label: '工单', value: 'WO-0309' },
      { name: 'qty', label: '申请数量', value: '15 件' },
      { name: '模具号', label: '模具号', value: 'M-7' },
    ]);
  });
});
