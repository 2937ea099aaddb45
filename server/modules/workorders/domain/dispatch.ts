import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import { operationOf, withOperation } from './order-flow';
import type { OrderState } from './order-state';

/** Whom and what an operation is given to. A station that is not mentioned stays; null takes it away. */
export type Dispatch = { readonly personIds: readonly string[]; readonly stationCode?: string | null | undefined };

/** Answers the very same order when nothing changes. Work that is done is not given to anybody any more. */
export function decideDispatch(order: OrderState, operationId: string, dispatch: Dispatch): Outcome<OrderState, Refusal> {
  if (!['draft', 'released', 'in_process'].includes(order.status)) return refused(notOpen(order));
  const operation = operationOf(order, operationId);
  if (operation.status === 'finished') return refused({ code: 'operation_finished', operationName: operation.name });
  const assignedPersonIds = [...new Set(dispatch.personIds)];
  const stationCode = dispatch.stationCode === undefined ? operation.stationCode : dispatch.stationCode;
  const same = stationCode === operation.stationCode && assignedPersonIds.join() === operation.assignedPersonIds.join();
  return accepted(same ? order : withOperation(order, { ...operation, assignedPersonIds, stationCode }));
}
