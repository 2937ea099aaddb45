import type { WorkOrderStatus } from '../../../contracts/statuses';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import type { RoutingPlan } from './routing';

/** An operation of a new order, with the method frozen into it (B-1.13). */
export type PlannedOperation = {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly stationCode: string | null;
  readonly priMinutes: number;
  readonly predecessors: readonly { operationId: string; kind: 'finish_to_start' | 'overlap'; minTransferQty: number }[];
  readonly firstArticle: { readonly state: 'due' | 'not_required'; readonly capQty: number };
  readonly finalRelease: { readonly state: 'due' | 'not_required' };
};

/** Copies a routing into an order: from here on the order knows its own way, whatever becomes of the routing (B-1.13). */
export function freezeRouting(plan: RoutingPlan, newId: () => string): PlannedOperation[] {
  const steps = plan.operations.map((step) => ({ step, id: newId() }));
  return steps.map(({ step, id }) => ({
    id,
    seq: step.seq,
    name: step.name,
    stationCode: step.stationCode,
    priMinutes: step.priMinutes,
    predecessors: plan.links
      .filter(({ to }) => to === step.seq)
      .flatMap(({ from, kind, minTransferQty }) =>
        steps.filter((before) => before.step.seq === from).map((before) => ({ operationId: before.id, kind, minTransferQty })),
      ),
    firstArticle:
      step.firstArticleCapQty === null ? { state: 'not_required', capQty: 0 } : { state: 'due', capQty: step.firstArticleCapQty },
    finalRelease: { state: step.finalRelease ? 'due' : 'not_required' },
  }));
}

/** A draft may be released; one that is released already stays so (`changed` false); anything else is refused (B-1.1). */
export function decideRelease(status: WorkOrderStatus): Outcome<{ changed: boolean }, Refusal> {
  if (status === 'draft') return accepted({ changed: true });
  if (status === 'released' || status === 'in_process') return accepted({ changed: false });
  return refused({ code: 'order_not_draft', status });
}
