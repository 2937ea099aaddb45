import { requestConcessionBody } from '../../../contracts/api/quality';
import type { ConcessionRequested } from '../../../contracts/events/quality';
import { fitsUnit, formatQuantity, parseQuantity } from '../../../contracts/quantity';
import { accepted, type CommandContext, defineCommand, refused, withinScope } from '../../../platform';
import { ONE_PENDING_APPROVAL, openApproval } from '../../approvals';
import { namesOf, peopleWho } from '../../identity';
import { attachMedia } from '../../media';
import { inUnit, loadOrderForProgress, notOpen, type OperationState, type OrderState, operationOf } from '../../workorders';
import { inspectedQty, isOver, producersOf } from '../domain/gate';
import { judge } from '../domain/inspection';
import { factsOf, subjectOf } from '../inspection-facts';
import { type AskedConcession, type Inspection, InspectionModel } from '../models/inspection.model';
import { presentInspection } from '../quality.presenter';

/**
 * Asks for deviating pieces to be accepted, in place of failing them (B-1.15, B-6.2). The gate stays as it is; somebody who decides in the
 * workshop and has neither made the pieces nor inspected them decides (B-6.4). Refuses with `inspection_not_open`, `concession_pending`,
 * `four_eyes`, `concession_above_made`, `quantity_not_in_unit`, `order_not_open` or `media_unknown`. Publishes `quality.concession_requested`.
 */
export const requestConcession = defineCommand({
  name: 'quality.request-concession',
  permission: 'quality.inspect',
  input: requestConcessionBody,
  againIfLostTo: [ONE_PENDING_APPROVAL],
  queueBy: ({ inspectionId }) => `inspection:${inspectionId}`,
  async run({ inspectionId, deviation, reason, qty, photoIds = [], voiceId = null }, context) {
    const { actor, scope, now, publish } = context;
    const inspection = await InspectionModel.findOne({ ...withinScope(scope), _id: inspectionId }).lean<Inspection>();
    if (!inspection) return refused({ code: 'not_found', what: 'inspection' });
    const order = await loadOrderForProgress(scope, inspection.operationId);
    if (isOver(order.status)) return refused(notOpen(order));
    const operation = operationOf(order, inspection.operationId);

    const producerIds = [...new Set([...inspection.producerIds, ...producersOf(operation)])];
    // The inspector stands in for a failure: whoever may not fail it may not ask for this either.
    const judged = judge(inspection, producerIds, { result: 'failed', reason: deviation, inspectorId: actor.id });
    if (judged.kind === 'refused') return refused({ ...judged.refusal, ...(await whoAsked(inspection)) });
    const most = inspectedQty(operation, inspection.kind);
    const asked = qty === undefined ? most : (parseQuantity(qty) ?? 0);
    if (asked > most) return refused({ code: 'concession_above_made', mostQty: formatQuantity(most), qty: formatQuantity(asked) });
    if (!fitsUnit(asked, order.unitDecimals)) {
      return refused({ code: 'quantity_not_in_unit', qty: formatQuantity(asked), decimals: order.unitDecimals });
    }
    const missing = await attachMedia({ scope, actor, now }, { photoIds, voiceId });
    if (missing) return refused(missing);

    const about = { deviation, reason, qty: asked, photoIds: [...photoIds] };
    // First, so that the entry is told with the order and not only with the request.
    publish({
      type: 'quality.concession_requested',
      version: 1,
      subject: subjectOf(inspection),
      payload: { ...factsOf(inspection), requestedById: actor.id, reason: deviation, qty: formatQuantity(asked) },
    } satisfies ConcessionRequested);
    const approvalId = await openDocument({ inspection, order, operation, producerIds }, { ...about, voiceId }, context);
    const concession: AskedConcession = {
      ...about,
      approvalId,
      state: 'pending',
      requestedById: actor.id,
      requestedAt: now,
      decidedById: null,
      decidedAt: null,
      decisionReason: null,
    };
    await InspectionModel.updateOne(
      { _id: inspection._id, factoryId: scope.factoryId, state: 'open' },
      { $set: { concession, producerIds } },
    );
    const after = { ...inspection, producerIds, concession };
    return accepted(await presentInspection(after));
  },
});

type Subject = {
  readonly inspection: Inspection;
  readonly order: OrderState;
  readonly operation: OperationState;
  readonly producerIds: readonly string[];
};

/** The document: everything that is needed to decide, for a page and for a card. */
async function openDocument(
  { inspection, order, operation, producerIds }: Subject,
  {
    deviation,
    reason,
    qty,
    photoIds,
    voiceId,
  }: Pick<AskedConcession, 'deviation' | 'reason' | 'qty' | 'photoIds'> & { voiceId: string | null },
  context: CommandContext,
): Promise<string> {
  const { factoryId } = order;
  const approvers = await peopleWho(factoryId, 'approvals.decide', order.workshopId);
  const names = await namesOf(factoryId, producerIds);
  return openApproval(
    {
      kind: 'concession',
      subject: `inspection:${inspection._id.toHexString()}`,
      workshopId: order.workshopId,
      facts: [
        { label: 'orderNo', value: order.orderNo },
        { label: 'item', value: order.itemName },
        { label: inspection.kind === 'first_article' ? 'firstArticle' : 'finalRelease', value: operation.name },
        { label: 'qty', value: inUnit(order, qty) },
        { label: 'producers', value: producerIds.map((id) => names.get(id) ?? id).join(' ') },
        ...(photoIds.length > 0 ? [{ label: 'photos', value: String(photoIds.length) }] : []),
        { label: 'deviation', value: deviation },
      ],
      reason,
      approverIds: approvers.map(({ id }) => id),
      excludedIds: producerIds,
      carry: { inspectionId: inspection._id.toHexString(), operationId: operation.id },
      attached: { photoIds, voiceId },
    },
    context,
  );
}

async function whoAsked({ factoryId, concession, decidedById }: Inspection): Promise<object> {
  const id = decidedById ?? concession?.requestedById ?? null;
  if (id === null) return {};
  const person = { id, name: (await namesOf(factoryId, [id])).get(id) ?? id };
  return decidedById === null ? { requestedBy: person, approvalId: concession?.approvalId } : { decidedBy: person };
}
