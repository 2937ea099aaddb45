import { Types } from 'mongoose';
import { answerChangeBody } from '../../../contracts/api/workorders';
import type { WorkOrderChangeAnswered } from '../../../contracts/events/workorders';
import { AppError, accepted, defineCommand, refused, type Scope, withinScope } from '../../../platform';
import { decideAnswer } from '../domain/order-change';
import { settle } from '../domain/settle';
import { loadOrder } from '../load-order';
import { type OrderChange, OrderChangeModel } from '../models/order-change.model';
import { presentChange, presentTerms } from '../order-change.presenter';
import { orderFacts, orderSubject } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { finishedFacts, statusFacts } from '../status-facts';

/**
 * The workshop's answer to a change. Accepting applies it, if it still can be: what has been made meanwhile counts, and below that a
 * `choice` says what becomes of it (B-1.18). A question keeps it open. Refuses with `change_below_made` without that choice, with `reason_required` for a question or a no without words, `change_not_open` with who answered it and how,
 * `order_changed_meanwhile` when the order's terms are no longer those the change started from.
 */
export const answerOrderChange = defineCommand({
  name: 'workorders.answer-order-change',
  permission: 'workorders.answer_change',
  input: answerChangeBody,
  async run({ changeId, answer, choice = null, note }, { actor, scope, now, publish }) {
    const change = await loadChange(scope, changeId);
    if (!change.pending) {
      return refused({
        code: 'change_not_open',
        state: change.state,
        answeredById: change.answeredById,
        answeredAt: change.answeredAt?.toISOString() ?? null,
      });
    }
    if (answer !== 'accepted' && !note) return refused({ code: 'reason_required' });

    const order = await loadOrder(scope, change.workOrderId);
    const state = toOrderState(order);
    let holds = change.to;
    if (answer === 'accepted') {
      if (order.plannedQty !== change.from.plannedQty || order.dueAt.getTime() !== change.from.dueAt.getTime()) {
        return refused({ code: 'order_changed_meanwhile', ...presentTerms(order) });
      }
      const decision = decideAnswer(state, change.to, choice);
      if (decision.kind === 'refused') return decision;
      holds = { ...decision.value };
      const settled = settle({ ...state, ...holds }, now);
      await saveOrderProgress(state, settled.order);
      for (const fact of [...finishedFacts(settled), ...statusFacts(state, settled.order)]) publish(fact);
    }

    const answered: Partial<OrderChange> = {
      state: answer,
      pending: answer === 'question',
      answeredById: actor.id,
      answeredAt: now,
      note: note || null,
      choice: answer === 'accepted' && change.to.plannedQty < order.plannedQty ? choice : null,
    };
    await OrderChangeModel.updateOne({ factoryId: scope.factoryId, _id: change._id, pending: true }, { $set: answered });
    publish({
      type: 'workorders.change_answered',
      version: 1,
      subject: orderSubject(state),
      payload: {
        ...orderFacts(state),
        changeId,
        answer,
        answeredById: actor.id,
        from: presentTerms(change.from),
        to: presentTerms(holds),
        choice: answered.choice ?? null,
        reason: answered.note ?? null,
      },
    } satisfies WorkOrderChangeAnswered);
    return accepted(await presentChange({ ...change, ...answered }));
  },
});

async function loadChange(scope: Scope, changeId: string): Promise<OrderChange> {
  const change = await OrderChangeModel.findOne({ ...withinScope(scope), _id: new Types.ObjectId(changeId) }).lean<OrderChange>();
  if (!change) throw new AppError('not_found', { what: 'orderChange' });
  return change;
}
