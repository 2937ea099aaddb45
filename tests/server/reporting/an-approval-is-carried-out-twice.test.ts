import type { ApprovalDecided } from '../../../server/contracts/events/approvals';
import { approvalById, approvals, decideApproval, tellPeople } from '../../../server/modules/approvals';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { correctReport, reporting, reportWork, requestCorrection, requestOverProduction } from '../../../server/modules/reporting';
import { allowOverProduction } from '../../../server/modules/reporting/commands/allow-over-production';
import { correctOldReport } from '../../../server/modules/reporting/commands/correct-old-report';
import type { Notice } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, asSystem, demoFactory, relay, type TestFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, minutesAgo, operationAt, reportOf } from './shop-floor';

const subscribers = [...approvals.subscribers, ...reporting.subscribers];

/** Hands the decision over once more, as a relay does that lost its place. */
async function deliverAgain(factory: TestFactory): Promise<void> {
  const entry = await JournalEntryModel.findOne({ factoryId: factory.id, 'facts.type': 'approvals.decided' }).lean();
  const fact = entry?.facts.find(({ type }) => type === 'approvals.decided') as ApprovalDecided | undefined;
  if (!entry || !fact) throw new Error('nothing was decided');
  const place = entry.facts.findIndex(({ type }) => type === 'approvals.decided');
  for (const subscriber of reporting.subscribers.filter(({ on }) => on.includes(fact.type))) {
    const factId = `${entry._id.toHexString()}.${place}`;
    await subscriber.deliver(fact, { factoryId: factory.id, factId, now: new Date(), requestId: 'again' });
  }
}

describe('over-production', () => {
  const setUp = async () => {
    const factory = await demoFactory();
    const order = await plannedOrder(factory);
    const op10 = operationAt(order, 10).id;
    await makes(factory.wang, op10, { good: '105' });
    const asked = { operationId: op10, qty: '10', reason: '客户多要' };
    return { factory, order, op10, asked };
  };

  test('B-1.2 asked, approved, delivered twice: ten more may be made, not twenty', async () => {
    const { factory, order, op10, asked } = await setUp();
    const { approvalId } = await asPerson(factory.wang).must(requestOverProduction, asked);
    expect(await ApprovalRequestModel.findById(approvalId).lean()).toMatchObject({
      kind: 'over_production',
      facts: expect.arrayContaining([
        { label: 'capQty', value: '105 件' },
        { label: 'doneQty', value: '105 件' },
        { label: 'qty', value: '10 件' },
      ]),
    });
    await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' });
    await relay(...subscribers);
    await deliverAgain(factory);
    expect((await storedOrder(order)).overProductionQty).toBe(100_000);
    await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '10' }));
    expect(await asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '1' }))).toMatchObject({
      refusal: { code: 'over_production', capQty: '115', doneQty: '115' },
    });
  });

  test('refused: nothing changes', async () => {
    const { factory, order, asked } = await setUp();
    const { approvalId } = await asPerson(factory.wang).must(requestOverProduction, asked);
    await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'refused', reason: '没有订单' });
    await relay(...subscribers);
    expect((await storedOrder(order)).overProductionQty).toBe(0);
  });

  test('asked by two at the same moment: one request', async () => {
    const { factory, asked } = await setUp();
    const outcomes = await Promise.all([factory.wang, factory.li].map((person) => asPerson(person).run(requestOverProduction, asked)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    expect(await ApprovalRequestModel.countDocuments({ factoryId: factory.id })).toBe(1);
  });

  test('a later operation, nothing, and half a piece are not asked for', async () => {
    const { factory, order, asked } = await setUp();
    const ask = (changed: object) => asPerson(factory.wang).run(requestOverProduction, { ...asked, ...changed });
    expect(await ask({ operationId: operationAt(order, 20).id })).toMatchObject({ refusal: { code: 'over_production_at_first_only' } });
    expect(await ask({ qty: '0' })).toMatchObject({ refusal: { code: 'report_empty' } });
    expect(await ask({ qty: '0.5' })).toMatchObject({ refusal: { code: 'quantity_not_in_unit' } });
    expect(await ApprovalRequestModel.countDocuments({ factoryId: factory.id })).toBe(0);
  });

  test('nobody allows it past the approval: the command is the product’s own', async () => {
    const { factory, op10 } = await setUp();
    const allow = { operationId: op10, qty: '10', approvalId: 'a'.repeat(24) };
    for (const who of ['wang', 'chen', 'zhou', 'admin'] as const) {
      await expect(asPerson(factory[who]).run(allowOverProduction, allow)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('an old report', () => {
  const setUp = async () => {
    const factory = await demoFactory({ correctionHours: 0 });
    const order = await plannedOrder(factory);
    const op10 = operationAt(order, 10).id;
    const { report } = await makes(factory.wang, op10, { good: '20' });
    const asked = {
      reportId: report.id,
      reason: '数错了',
      occurredAt: minutesAgo(0),
      replacement: { goodQty: '18', scrap: [{ reasonCode: 'scratch', qty: '2' }], reworkQty: '0' },
    };
    return { factory, order, op10, report, asked };
  };

  test('B-1.10 approved and delivered twice: put right once, in the name of who asked', async () => {
    const { factory, order, op10, report, asked } = await setUp();
    expect(await asPerson(factory.wang).run(correctReport, asked)).toMatchObject({
      refusal: { code: 'correction_needs_approval', hours: 0 },
    });
    const { approvalId } = await asPerson(factory.wang).must(requestCorrection, asked);
    expect(await ApprovalRequestModel.findById(approvalId).lean()).toMatchObject({
      kind: 'correct_old_report',
      facts: expect.arrayContaining([
        { label: 'from', value: '20 / 0 / 0' },
        { label: 'to', value: '18 / 2 / 0' },
      ]),
    });
    await asPerson(factory.chen).must(decideApproval, { approvalId, decision: 'approved' });
    await relay(...subscribers);
    await deliverAgain(factory);

    expect((await storedOrder(order)).operations[0]).toMatchObject({ goodQty: 180_000, scrapQty: 20_000 });
    expect(await ledgerOf(op10)).toMatchObject([
      { kind: 'report', goodQty: 200_000 },
      { kind: 'reversal', reversesId: report.id, bookedById: factory.wang.id },
      { kind: 'report', goodQty: 180_000, replacesId: report.id },
    ]);
  });

  test('an approval is no way round what has gone on meanwhile', async () => {
    const { factory, order, op10, asked } = await setUp();
    const { approvalId } = await asPerson(factory.wang).must(requestCorrection, asked);
    await makes(factory.li, operationAt(order, 20).id, { good: '19' });
    await asPerson(factory.chen).must(decideApproval, { approvalId, decision: 'approved' });
    await relay(...subscribers);
    expect(await ledgerOf(op10)).toHaveLength(1);
    expect(await JournalEntryModel.findOne({ factoryId: factory.id, command: 'reporting.correct-old-report' }).lean()).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'already_used_downstream' },
    });
  });

  test('approved, and refused when it is carried out: who asked and who approved are told why, once', async () => {
    const { factory, order, asked } = await setUp();
    const told: Notice[] = [];
    const people = tellPeople(async (notice) => {
      told.push(notice);
    });
    const { approvalId } = await asPerson(factory.wang).must(requestCorrection, asked);
    await makes(factory.li, operationAt(order, 20).id, { good: '19' });
    await asPerson(factory.chen).must(decideApproval, { approvalId, decision: 'approved' });
    await relay(...subscribers, ...people);
    await deliverAgain(factory);
    await relay(...people);
    const failed = told.filter(({ kind }) => kind === 'approval_not_carried_out');
    expect(failed).toMatchObject([
      { toPersonIds: [factory.wang.id, factory.chen.id], facts: { carryOutRefusal: { code: 'already_used_downstream' } } },
    ]);
    expect(await asPerson(factory.chen).ask(approvalById, { approvalId })).toMatchObject({
      state: 'approved',
      notCarriedOut: '20 里有 19 已经往下走了（铣），撤不回来，没有改。',
    });
  });

  test('one asks for one’s own; nobody carries it out past the approval', async () => {
    const { factory, asked } = await setUp();
    expect(await asPerson(factory.li).run(requestCorrection, asked)).toMatchObject({ refusal: { code: 'not_own_report' } });
    const carried = { correction: asked, requestedById: factory.wang.id, approvalId: 'a'.repeat(24) };
    await expect(asPerson(factory.chen).run(correctOldReport, carried)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asSystem(factory, 'reporting.correct').run(correctOldReport, carried)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
