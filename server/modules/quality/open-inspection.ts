import { Types } from 'mongoose';
import type { InspectionOpened } from '../../contracts/events/quality';
import type { CommandContext } from '../../platform';
import type { OperationState, OrderState } from '../workorders';
import { producersOf } from './domain/gate';
import type { InspectionKind } from './domain/inspection';
import { factsOf, subjectOf } from './inspection-facts';
import { type Inspection, InspectionModel } from './models/inspection.model';

/** The inspection that waits for a verdict on this gate; null when there is none. */
export async function openInspectionOf(factoryId: string, operationId: string, kind: InspectionKind): Promise<Inspection | null> {
  return InspectionModel.findOne({ factoryId, operationId, kind, state: 'open' }).lean<Inspection>();
}

/**
 * Writes a new inspection and says so, inside the caller's transaction. Who was known to have made or started pieces at an earlier
 * inspection of the operation is known at this one (B-6.4). The caller names `ONE_OPEN_INSPECTION` in `againIfLostTo`.
 */
export async function writeInspection(
  { order, operation, kind }: { order: OrderState; operation: OperationState; kind: InspectionKind },
  producerIds: readonly string[],
  { scope, now, publish }: CommandContext,
): Promise<Inspection> {
  const earlier = await InspectionModel.find({ factoryId: scope.factoryId, operationId: operation.id }, { producerIds: 1 }).lean<
    Pick<Inspection, 'producerIds'>[]
  >();
  const known = earlier.flatMap((inspection) => inspection.producerIds);
  const inspection: Inspection = {
    _id: new Types.ObjectId(),
    factoryId: scope.factoryId,
    workshopId: order.workshopId,
    kind,
    state: 'open',
    workOrderId: order.id,
    orderNo: order.orderNo,
    itemCode: order.itemCode,
    itemName: order.itemName,
    operationId: operation.id,
    operationName: operation.name,
    plan: { capQty: kind === 'first_article' ? operation.firstArticle.capQty : null },
    producerIds: [...new Set([...producersOf(operation), ...known, ...producerIds])],
    openedAt: now,
    decidedById: null,
    decidedAt: null,
    reason: null,
    trigger: kind === 'first_article' ? (operation.firstArticle.again?.trigger ?? null) : null,
    concession: null,
  };
  await InspectionModel.create(inspection);
  publish({
    type: 'quality.inspection_opened',
    version: 1,
    subject: subjectOf(inspection),
    payload: { ...factsOf(inspection), openedAt: now.toISOString() },
  } satisfies InspectionOpened);
  return inspection;
}
