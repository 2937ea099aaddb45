import { approvalById, approvalsInSight, decideApproval } from '../../../server/modules/approvals';
import { inspections, requestConcession } from '../../../server/modules/quality';
import { correctReport, reportsOf } from '../../../server/modules/reporting';
import { cancelWorkOrder, orderHistory, workOrder } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, type TestPerson } from '../../support';
import { gatedOrder, refusalOf, withInspectorsRights } from './gated-order';

const OFF = { deviation: '孔位偏 0.08，图纸 ±0.05', reason: '不影响装配，客户急要', photoIds: [] };

async function atFinalRelease() {
  const has = await gatedOrder({ firstArticle: false });
  await has.start(has.turning);
  await has.report(has.turning, '10');
  await has.start(has.deburring);
  await has.report(has.deburring, '10');
  await has.factsArrive();
  return { ...has, inspectionId: await has.theOpen('final_release'), ...acting(has) };
}

async function atFirstArticle() {
  const has = await gatedOrder();
  await has.start(has.turning);
  await has.report(has.turning, '2');
  await has.factsArrive();
  return { ...has, inspectionId: await has.theOpen('first_article'), ...acting(has) };
}

function acting({ factory, orderId }: Awaited<ReturnType<typeof gatedOrder>>) {
  return {
    ask: (inspectionId: string, person: { actor: TestPerson['actor'] } = factory.zhang, more: { qty?: string } = {}) =>
      asPerson(person).run(requestConcession, { inspectionId, ...OFF, ...more }),
    approvalId: async () => {
      const [pending] = (await asPerson(factory.zhou).ask(approvalsInSight, { state: 'pending', limit: 50 })).items;
      if (!pending) throw new Error('nothing waits for a decision');
      return pending.id;
    },
    settle: (approvalId: string, decision: 'approved' | 'refused', person: { actor: TestPerson['actor'] } = factory.zhou) =>
      asPerson(person).run(decideApproval, { approvalId, decision, ...(decision === 'refused' ? { reason: '尺寸影响装配' } : {}) }),
    order: () => asPerson(factory.zhou).ask(workOrder, { workOrderId: orderId }),
    inspection: async () => (await asPerson(factory.zhang).ask(inspections, { workOrderId: orderId, limit: 1 })).items[0],
    history: async () => (await asPerson(factory.zhou).ask(orderHistory, { workOrderId: orderId })).items,
  };
}

test('B-6.2 a second person lets deviating pieces go, and the document stays with them', async () => {
  const { factory, inspectionId, ask, approvalId, settle, factsArrive, order, inspection, history, decide } = await atFinalRelease();
  expect(await ask(inspectionId)).toMatchObject({
    value: { state: 'open', concession: { state: 'pending', qty: '10', deviation: OFF.deviation, requestedBy: { name: '张工' } } },
  });
  const id = await approvalId();
  expect(await asPerson(factory.zhou).ask(approvalById, { approvalId: id })).toMatchObject({
    kind: 'concession',
    reason: OFF.reason,
    facts: [
      { name: 'orderNo', value: 'WO-2001' },
      { name: 'item', value: '法兰盘 80' },
      { name: 'finalRelease', value: '去毛刺' },
      { name: 'qty', value: '10 件' },
      { name: 'producers', value: '王强' },
      { name: 'deviation', value: OFF.deviation },
    ],
  });
  // Until it is decided nobody ticks it away, not even another inspector.
  expect(refusalOf(await decide(inspectionId, 'passed', factory.he))).toMatchObject({
    code: 'concession_pending',
    requestedBy: { name: '张工' },
    approvalId: id,
  });
  expect((await order()).operations[1]?.finalRelease.state).toBe('open');

  expect((await settle(id, 'approved')).kind).toBe('accepted');
  await factsArrive();
  expect((await order()).operations[1]?.finalRelease).toMatchObject({
    state: 'passed',
    concession: { approvalId: id, by: { name: factory.zhou.name }, deviation: OFF.deviation, qty: '10' },
  });
  expect(await inspection()).toMatchObject({
    state: 'passed',
    reason: OFF.deviation,
    decidedBy: { name: '张工' },
    concession: { state: 'approved', decidedBy: { name: factory.zhou.name } },
  });
  expect(await history()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ what: 'quality.inspection_passed', concessionId: id, reason: OFF.deviation }),
      expect.objectContaining({ what: 'quality.concession_requested', by: { id: factory.zhang.id, name: '张工' } }),
    ]),
  );
});

test('refused, the pieces fail as the inspector would have failed them', async () => {
  const { inspectionId, ask, approvalId, settle, factsArrive, turning, stateOf, inspection, report } = await atFirstArticle();
  await ask(inspectionId);
  await settle(await approvalId(), 'refused');
  await factsArrive();
  expect((await stateOf(turning))?.firstArticle).toMatchObject({ state: 'failed', concession: null });
  expect(await inspection()).toMatchObject({
    state: 'failed',
    reason: OFF.deviation,
    concession: { state: 'refused', decisionReason: '尺寸影响装配' },
  });
  expect(refusalOf(await report(turning, '1'))).toMatchObject({ code: 'first_article_failed' });
});

test('B-6.4 neither who made the pieces nor who inspected them decides', async () => {
  const has = await gatedOrder({ firstArticle: false });
  const { factory, start, report, turning, deburring, factsArrive, theOpen } = has;
  await start(turning);
  await report(turning, '10');
  // The team leader has stepped in for the last operation.
  await start(deburring, factory.chen);
  await report(deburring, '10', factory.chen);
  await factsArrive();
  const { ask, approvalId, settle } = acting(has);
  const inspectionId = await theOpen('final_release');
  const inspectorWhoLeads = {
    actor: { ...factory.he.actor, permissions: new Set([...factory.he.actor.permissions, 'approvals.decide' as const]) },
  };
  expect((await ask(inspectionId, inspectorWhoLeads)).kind).toBe('accepted');
  const id = await approvalId();
  expect(refusalOf(await settle(id, 'approved', inspectorWhoLeads))).toEqual({ code: 'approval_by_requester' });
  expect(refusalOf(await settle(id, 'approved', factory.chen))).toEqual({ code: 'approval_by_concerned' });
  expect((await settle(id, 'approved')).kind).toBe('accepted');
});

test('B-6.4 who made pieces cannot ask for them either', async () => {
  const { factory, inspectionId, ask } = await atFirstArticle();
  expect(refusalOf(await ask(inspectionId, withInspectorsRights(factory.wang)))).toEqual({ code: 'four_eyes' });
});

test('B-6.4 who took the pieces in hand after it was asked for does not let them go', async () => {
  const { factory, inspectionId, ask, approvalId, settle, start, turning, factsArrive, stateOf, inspection, decide } =
    await atFirstArticle();
  await ask(inspectionId);
  const id = await approvalId();
  await start(turning, factory.chen);
  expect((await settle(id, 'approved', factory.chen)).kind).toBe('accepted');
  await factsArrive();
  expect((await stateOf(turning))?.firstArticle.state).toBe('open');
  expect(await inspection()).toMatchObject({ state: 'open', concession: { state: 'lapsed' } });
  expect(await asPerson(factory.zhou).ask(approvalById, { approvalId: id })).toMatchObject({ notCarriedOut: '自己做的不能自己检。' });
  expect((await decide(inspectionId, 'failed', factory.zhang, '孔位偏')).kind).toBe('accepted');
});

test('two decide at once, and the fact comes twice: one verdict', async () => {
  const { factory, inspectionId, ask, approvalId, settle, factsArrive, inspection, history } = await atFirstArticle();
  await ask(inspectionId);
  const id = await approvalId();
  const outcomes = await Promise.all([settle(id, 'approved'), settle(id, 'refused', factory.chen)]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  await factsArrive();
  const once = await inspection();
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, 'facts.type': 'approvals.decided' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await factsArrive();
  expect(await inspection()).toEqual(once);
  const verdicts = (await history()).filter(({ what }) => /quality\.inspection_(passed|failed)/.test(what));
  expect(verdicts).toHaveLength(1);
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, 'relay.state': 'due' })).toBe(0);
});

test('two inspectors ask at once, and one taps twice: one document', async () => {
  const { factory, inspectionId, ask } = await atFirstArticle();
  const asked = await Promise.all([ask(inspectionId), ask(inspectionId, factory.he)]);
  expect(asked.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(asked.find(({ kind }) => kind === 'refused')).toMatchObject({ refusal: { code: 'concession_pending' } });
  expect((await asPerson(factory.zhou).ask(approvalsInSight, { state: 'pending', limit: 50 })).items).toHaveLength(1);
  const tap = () => asPerson(factory.zhang).run(requestConcession, { inspectionId, ...OFF }, { key: 'tapped-twice-1' });
  expect(await tap()).toEqual(await tap());
});

test('an order that was cancelled meanwhile: nothing passes, and both are told', async () => {
  const { factory, inspectionId, ask, approvalId, settle, factsArrive, orderId, inspection, order } = await atFirstArticle();
  await ask(inspectionId);
  const id = await approvalId();
  await asPerson(factory.liu).must(cancelWorkOrder, { workOrderId: orderId, reason: '客户取消' });
  await factsArrive();
  expect(await inspection()).toMatchObject({ state: 'withdrawn', concession: { state: 'lapsed' } });
  await settle(id, 'approved');
  await factsArrive();
  expect((await order()).operations[0]?.firstArticle.state).toBe('open');
  expect((await asPerson(factory.zhou).ask(approvalById, { approvalId: id })).notCarriedOut).not.toBeNull();
});

test('pieces that came back into work meanwhile are not let go with the rest', async () => {
  const { factory, deburring, inspectionId, ask, approvalId, settle, factsArrive, stateOf, inspection } = await atFinalRelease();
  await ask(inspectionId);
  const id = await approvalId();
  const { items } = await asPerson(factory.chen).ask(reportsOf, { operationId: deburring, limit: 10 });
  await asPerson(factory.chen).must(correctReport, {
    reportId: items[0]?.id ?? '',
    reason: '报错了',
    occurredAt: new Date().toISOString(),
  });
  await settle(id, 'approved');
  await factsArrive();
  expect((await stateOf(deburring))?.finalRelease.state).not.toBe('passed');
  expect(await inspection()).toMatchObject({ concession: { state: 'lapsed' } });
});

test('how many may be conceded is not more than were inspected, in whole pieces', async () => {
  const { inspectionId, ask } = await atFinalRelease();
  expect(refusalOf(await ask(inspectionId, undefined, { qty: '11' }))).toMatchObject({ code: 'concession_above_made', mostQty: '10' });
  expect(refusalOf(await ask(inspectionId, undefined, { qty: '1.5' }))).toMatchObject({ code: 'quantity_not_in_unit' });
  expect(await ask(inspectionId, undefined, { qty: '4' })).toMatchObject({ value: { concession: { qty: '4' } } });
});

test('asking is for inspectors of this workshop, and says what and why', async () => {
  const { factory, inspectionId, ask } = await atFirstArticle();
  for (const person of [factory.wang, factory.chen, factory.zhou]) {
    await expect(ask(inspectionId, person)).rejects.toMatchObject({ code: 'forbidden' });
  }
  const elsewhere = { actor: { ...factory.zhang.actor, scope: { ...factory.zhang.actor.scope, workshopIds: ['w2'] } } };
  expect(refusalOf(await ask(inspectionId, elsewhere))).toMatchObject({ code: 'not_found' });
  const without = asPerson(factory.zhang).run(requestConcession, { inspectionId, ...OFF, deviation: '  ' });
  await expect(without).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'deviation' }] });
  const injected = asPerson(factory.zhang).run(requestConcession, { ...OFF, inspectionId: { $ne: null } as never });
  await expect(injected).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'inspectionId' }] });
});

test('photos that nobody has sent are refused, and nothing is asked for', async () => {
  const { factory, inspectionId } = await atFirstArticle();
  const photoIds = ['665f1c2ab3d4e5f607182900'];
  const outcome = await asPerson(factory.zhang).run(requestConcession, { inspectionId, ...OFF, photoIds });
  expect(refusalOf(outcome)).toMatchObject({ code: 'media_unknown' });
  expect((await asPerson(factory.zhou).ask(approvalsInSight, { state: 'pending', limit: 50 })).items).toEqual([]);
});
