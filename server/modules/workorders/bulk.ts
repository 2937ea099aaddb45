import type { Refusal } from '../../platform';
import { ONE_ITEM_PER_CODE } from './models/item.model';
import { ONE_PENDING_CHANGE } from './models/order-change.model';
import { ONE_ROUTING_PER_VERSION } from './models/routing.model';
import { ONE_ORDER_PER_NUMBER } from './models/work-order.model';

/** One field that would be different, as people read it. */
export type FieldChange = { readonly field: string; readonly from: string | null; readonly to: string | null };

/**
 * What would become of one definition among many: what is there already in the same words is skipped, so that importing again is safe.
 * `code` of a bad one is a code of the error texts, `field` the field that is to blame. `write` is what `write…` takes.
 */
export type Judged<W> =
  | { readonly verdict: 'created'; readonly write: W }
  | { readonly verdict: 'changed'; readonly changes: readonly FieldChange[]; readonly write: W }
  | { readonly verdict: 'skipped' }
  | { readonly verdict: 'bad'; readonly code: string; readonly field: string | null; readonly details: Readonly<Record<string, unknown>> };

export const bad = (code: string, field: string | null, details: Readonly<Record<string, unknown>> = {}): Judged<never> => ({
  verdict: 'bad',
  code,
  field,
  details,
});

export function badBy({ code, ...details }: Refusal, field: string | null): Judged<never> {
  return bad(code, field, details);
}

export function changedFields(pairs: readonly (readonly [field: string, from: string | null, to: string | null])[]): FieldChange[] {
  return pairs.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to }));
}

/** Unique indexes that a bulk write may lose to somebody who defines the same at the same time. */
export const UNIQUE_IN_BULK = [ONE_ITEM_PER_CODE, ONE_ROUTING_PER_VERSION, ONE_ORDER_PER_NUMBER, ONE_PENDING_CHANGE];
