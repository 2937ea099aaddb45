import { type Refusal, type Refused, refused } from '../../platform';
import { namesOf, peopleWho } from '../identity';
import type { OrderState } from '../workorders';

/** A refusal of the rules as a person needs it: with the names of who holds the work, or of who can lift the gate. */
export async function explained(order: OrderState, refusal: Refusal): Promise<Refused> {
  if (refusal.code === 'first_article_open' || refusal.code === 'first_article_failed') {
    return refused({ ...refusal, canBeLiftedBy: await peopleWho(order.factoryId, 'quality.inspect', order.workshopId) });
  }
  if (refusal.code === 'dispatched_to_other') {
    const { holderIds, ...facts } = refusal;
    const ids = Array.isArray(holderIds) ? holderIds.map(String) : [];
    const names = await namesOf(order.factoryId, ids);
    return refused({ ...facts, code: refusal.code, holders: ids.map((id) => ({ id, name: names.get(id) ?? id })) });
  }
  return refused(refusal);
}
