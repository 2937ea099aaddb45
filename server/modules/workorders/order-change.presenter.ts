import type { OrderChangeDto } from '../../contracts/api/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { namesOf } from '../identity';
import type { OrderChange } from './models/order-change.model';

export async function presentChange(change: OrderChange): Promise<OrderChangeDto> {
  const [dto] = await presentChanges(change.factoryId, [change]);
  if (!dto) throw new Error('one change in, one change out');
  return dto;
}

export async function presentChanges(factoryId: string, changes: readonly OrderChange[]): Promise<OrderChangeDto[]> {
  const names = await namesOf(
    factoryId,
    changes.flatMap(({ requestedById, answeredById }) => (answeredById === null ? [requestedById] : [requestedById, answeredById])),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? id });
  return changes.map((change) => ({
    id: change._id.toHexString(),
    workOrderId: change.workOrderId,
    orderNo: change.orderNo,
    from: presentTerms(change.from),
    to: presentTerms(change.to),
    reason: change.reason,
    state: change.state,
    requestedBy: person(change.requestedById),
    requestedAt: change.requestedAt.toISOString(),
    answeredBy: change.answeredById === null ? null : person(change.answeredById),
    answeredAt: change.answeredAt?.toISOString() ?? null,
    note: change.note,
  }));
}

export const presentTerms = ({ plannedQty, dueAt }: OrderChange['to']) => ({
  plannedQty: formatQuantity(plannedQty),
  dueAt: dueAt.toISOString(),
});
