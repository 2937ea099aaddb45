import { decideInspectionBody } from '../../../contracts/api/quality';
import { accepted, defineCommand, refused, withinScope } from '../../../platform';
import { businessDateOf, factoryOf, namesOf } from '../../identity';
import { attachMedia, showAttached } from '../../media';
import { loadOrderForProgress, operationOf, saveOrderProgress } from '../../workorders';
import { closeGate, producersOf } from '../domain/gate';
import { judge } from '../domain/inspection';
import { verdictFact } from '../inspection-facts';
import { type Inspection, InspectionModel } from '../models/inspection.model';
import { presentInspection } from '../quality.presenter';

const recordVerdict = defineCommand({
  name: 'quality.decide-inspection',
  permission: 'quality.inspect',
  input: decideInspectionBody,
  queueBy: ({ inspectionId }) => `inspection:${inspectionId}`,
  async run({ inspectionId, photoIds = [], voiceId = null, ...asked }, { actor, scope, now, publish }) {
    const inspection = await InspectionModel.findOne({ ...withinScope(scope), _id: inspectionId }).lean<Inspection>();
    if (!inspection) return refused({ code: 'not_found', what: 'inspection' });
    const order = await loadOrderForProgress(scope, inspection.operationId);
    const operation = operationOf(order, inspection.operationId);

    const producerIds = [...new Set([...inspection.producerIds, ...producersOf(operation)])];
    const verdict = { result: asked.result, reason: asked.reason || null, inspectorId: actor.id };
    const judged = judge(inspection, producerIds, verdict);
    if (judged.kind === 'refused') return refused({ ...judged.refusal, ...(await whoDecided(inspection)) });
    const moved = closeGate(order, operation, inspection.kind, judged.value, {
      now,
      today: businessDateOf(await factoryOf(scope.factoryId), now),
    });
    if (moved.kind === 'refused') return moved;
    const missing = await attachMedia({ scope, actor, now }, { photoIds, voiceId });
    if (missing) return refused(missing);

    const decided = { state: judged.value, producerIds, decidedById: actor.id, decidedAt: now, reason: verdict.reason, photoIds, voiceId };
    // Two inspectors at once both write this document: one goes through, the other's command runs again and sees the verdict.
    await InspectionModel.updateOne({ _id: inspection._id, factoryId: scope.factoryId, state: 'open' }, { $set: decided });
    await saveOrderProgress(order, moved.value);
    const after = { ...inspection, ...decided };
    publish(verdictFact(after));
    return accepted(await presentInspection(after));
  },
});

/**
 * Gives the verdict and moves the gate with it, in one transaction (B-6.1, B-6.2). Refuses with `inspection_not_open` (the verdict
 * there is, and whose), `concession_pending` (whose), `four_eyes`, `reason_required`, `media_unknown`, `inspection_not_due` or
 * `order_not_open`. The journal keeps the answer; addresses of photos live for minutes, and are added when it is given.
 */
export const decideInspection: typeof recordVerdict = {
  ...recordVerdict,
  async run(input, call) {
    const outcome = await recordVerdict.run(input, call);
    if (outcome.kind === 'refused') return outcome;
    const [shown = outcome.value] = await showAttached(call.actor.scope, [outcome.value], call.now);
    return accepted(shown);
  },
};

/** What a refusal names: who has decided already, or who has asked for a concession. */
async function whoDecided({ factoryId, decidedById, decidedAt, concession }: Inspection): Promise<object> {
  if (decidedById !== null) return { decidedBy: await personOf(factoryId, decidedById), decidedAt: decidedAt?.toISOString() ?? null };
  if (concession?.state !== 'pending') return {};
  const { requestedById, requestedAt, approvalId } = concession;
  return { requestedBy: await personOf(factoryId, requestedById), requestedAt: requestedAt.toISOString(), approvalId };
}

async function personOf(factoryId: string, id: string): Promise<{ id: string; name: string }> {
  return { id, name: (await namesOf(factoryId, [id])).get(id) ?? id };
}
