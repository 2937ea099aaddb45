import { Types } from 'mongoose';
import type { OperationState, OrderState } from '../workorders';
import { type WorkSegment, WorkSegmentModel } from './models/work-segment.model';

type Open = { readonly order: OrderState; readonly operation: OperationState; readonly personId: string };

/** Where else a person is at work now; null when nowhere. */
export async function openElsewhere(factoryId: string, personId: string, operationId: string): Promise<WorkSegment | null> {
  return WorkSegmentModel.findOne({ factoryId, personId, endedAt: null, operationId: { $ne: operationId } }).lean<WorkSegment>();
}

/** Opens a time segment. Two at once lose to `ONE_OPEN_SEGMENT`. */
export async function openSegment({ order, operation, personId }: Open, startedAt: Date, oneOperationPerPerson: boolean): Promise<void> {
  await WorkSegmentModel.create({
    _id: new Types.ObjectId(),
    factoryId: order.factoryId,
    workOrderId: order.id,
    operationId: operation.id,
    operationName: operation.name,
    orderNo: order.orderNo,
    personId,
    startedAt,
    endedAt: null,
    slot: oneOperationPerPerson ? personId : `${personId}:${operation.id}`,
  });
}

/** Ends the open segments at an operation, one person's or everybody's; none of them ends before it began. */
export async function endSegments(factoryId: string, operationId: string, endedAt: Date, personId?: string): Promise<void> {
  const at = { factoryId, operationId, endedAt: null, ...(personId === undefined ? {} : { personId }) };
  await WorkSegmentModel.updateMany({ ...at, startedAt: { $lte: endedAt } }, { $set: { endedAt }, $unset: { slot: 1 } });
  const begunLater = await WorkSegmentModel.find(at).lean<WorkSegment[]>();
  for (const { _id, startedAt } of begunLater) {
    await WorkSegmentModel.updateOne({ _id }, { $set: { endedAt: startedAt }, $unset: { slot: 1 } });
  }
}

/** Ends the open segments of people whom the order does not have at work any more, at the moment they were stopped. */
export async function endSegmentsUnknownTo(order: OrderState, endedAt: Date): Promise<number> {
  const open = await WorkSegmentModel.find({
    factoryId: order.factoryId,
    operationId: { $in: order.operations.map(({ id }) => id) },
    endedAt: null,
  }).lean<WorkSegment[]>();
  const atWork = new Set(order.operations.flatMap(({ id, workingPersonIds }) => workingPersonIds.map((personId) => `${id}:${personId}`)));
  const stopped = open.filter(({ operationId, personId }) => !atWork.has(`${operationId}:${personId}`));
  for (const { operationId, personId } of stopped) await endSegments(order.factoryId, operationId, endedAt, personId);
  return stopped.length;
}

/** The start of the oldest segment that is open at an operation. */
export async function oldestOpenSince(factoryId: string, operationId: string): Promise<Date | null> {
  const oldest = await WorkSegmentModel.findOne({ factoryId, operationId, endedAt: null }).sort({ startedAt: 1 }).lean<WorkSegment>();
  return oldest?.startedAt ?? null;
}

/** Work that a report has finished is no longer being worked at: the segments end when the last piece was made. */
export async function endSegmentsOfFinished(before: OrderState, finishedIds: readonly string[], endedAt: Date): Promise<void> {
  for (const { id, workingPersonIds } of before.operations) {
    if (workingPersonIds.length > 0 && finishedIds.includes(id)) await endSegments(before.factoryId, id, endedAt);
  }
}
