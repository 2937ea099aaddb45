import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand, refused } from '../../../platform';
import { businessDateOf, factoryOf } from '../../identity';
import { loadOrderForProgress, operationOf, saveOrderProgress } from '../../workorders';
import { closeGate, producersOf } from '../domain/gate';
import { verdictFact } from '../inspection-facts';
import { type Inspection, InspectionModel } from '../models/inspection.model';

const person = z.string().check(z.maxLength(64));

/**
 * Carries out what was decided about a concession: approved, the gate is passed by it, with a link to the document; refused, the pieces
 * fail as the inspector would have failed them (B-6.2). Refuses `inspection_not_open` when there is nothing left to decide, `four_eyes`
 * when whoever approved has had the pieces in hand since (B-6.4), `order_not_open` and `inspection_not_due`. What was approved and cannot
 * be done leaves the inspection to the inspectors.
 */
export const settleConcession = defineCommand({
  name: 'quality.settle-concession',
  permission: 'quality.settle_concession',
  input: z.strictObject({
    inspectionId: id,
    approvalId: id,
    decision: z.enum(['approved', 'refused']),
    decidedById: person,
    reason: z.nullable(z.string()),
  }),
  async run({ inspectionId, approvalId, decision, decidedById, reason }, { scope, now, publish }) {
    const { factoryId } = scope;
    const filter = { _id: inspectionId, factoryId, state: 'open' } as const;
    const inspection = await InspectionModel.findOne(filter).lean<Inspection>();
    if (inspection?.concession?.approvalId !== approvalId || inspection.concession.state !== 'pending')
      return refused({ code: 'inspection_not_open' });
    const order = await loadOrderForProgress(scope, inspection.operationId);
    const operation = operationOf(order, inspection.operationId);
    const producerIds = [...new Set([...inspection.producerIds, ...producersOf(operation)])];
    if (decision === 'approved' && producerIds.includes(decidedById)) return refused({ code: 'four_eyes' });

    const asked = inspection.concession;
    const today = businessDateOf(await factoryOf(factoryId), now);
    const document = { approvalId, byId: decidedById, at: now, deviation: asked.deviation, qty: asked.qty };
    const result = decision === 'approved' ? 'passed' : 'failed';
    const moved = closeGate(order, operation, inspection.kind, result, { now, today, concession: document });
    if (moved.kind === 'refused') return moved;

    const decided = {
      state: result,
      producerIds,
      // The verdict is the inspector's, the concession somebody else's.
      decidedById: asked.requestedById,
      decidedAt: now,
      reason: asked.deviation,
      concession: { ...asked, state: decision, decidedById, decidedAt: now, decisionReason: reason },
    } as const;
    await InspectionModel.updateOne(filter, { $set: decided });
    await saveOrderProgress(order, moved.value);
    publish(verdictFact({ ...inspection, ...decided }));
    return accepted({ inspectionId, state: result });
  },
});
