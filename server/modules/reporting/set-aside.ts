import { Types } from 'mongoose';
import type * as z from 'zod/mini';
import type { reportReceiptDto } from '../../contracts/api/reporting';
import type { WorkUnplaced } from '../../contracts/events/reporting';
import { formatQuantity } from '../../contracts/quantity';
import { AppError, accepted, type CommandContext, type Outcome, type Refusal } from '../../platform';
import { namesOf } from '../identity';
import { type OrderState, operationOf, orderFacts, orderSubject, presentOperation } from '../workorders';
import { endOf, isInGoodFaith } from './domain/in-good-faith';
import { explained } from './explain-refusal';
import { type UnplacedReport, UnplacedReportModel } from './models/unplaced-report.model';
import { nextReportNo } from './report-number';
import { presentReport } from './reporting.presenter';

export type Made = Pick<
  UnplacedReport,
  'kind' | 'goodQty' | 'scrap' | 'scrapQty' | 'reworkQty' | 'occurredAt' | 'businessDate' | 'photoIds' | 'voiceId' | 'note'
>;

/**
 * The end of a report that the rules refuse. Nothing that a worker did is dropped (B-11.5): made in good faith for an order that is over,
 * it is kept to be looked at, and the answer says so (`placed` false). Anything else is refused with what a person needs to know.
 */
export async function setAsideOrRefuse(
  order: OrderState,
  operationId: string,
  refusal: Refusal,
  made: Made,
  { actor, now, publish }: CommandContext,
): Promise<Outcome<z.infer<typeof reportReceiptDto>>> {
  const inGoodFaith = isInGoodFaith(order, { personId: actor.id, occurredAt: made.occurredAt }, now);
  if (refusal.code !== 'order_not_open' || !inGoodFaith) {
    if (order.status === 'deleted') throw new AppError('not_found', { what: 'operation' });
    return explained(order, refusal);
  }
  const operation = operationOf(order, operationId);
  const kept: UnplacedReport = {
    ...made,
    _id: new Types.ObjectId(),
    factoryId: order.factoryId,
    reportNo: nextReportNo(now),
    workOrderId: order.id,
    orderNo: order.orderNo,
    operationId,
    operationName: operation.name,
    itemName: order.itemName,
    workshopId: order.workshopId,
    personId: actor.id,
    receivedAt: now,
    because: {
      status: order.status,
      since: endOf(order)?.at ?? null,
      byId: order.halt?.byId ?? null,
      reason: order.halt?.reason ?? null,
    },
    state: 'open',
    resolvedById: null,
    resolvedAt: null,
    resolution: null,
  };
  await UnplacedReportModel.create([kept]);
  publish({
    type: 'reporting.work_unplaced',
    version: 1,
    subject: orderSubject(order),
    payload: {
      ...orderFacts(order),
      operationId,
      operationName: operation.name,
      unplacedId: kept._id.toHexString(),
      reportNo: kept.reportNo,
      personId: actor.id,
      goodQty: formatQuantity(kept.goodQty),
      scrapQty: formatQuantity(kept.scrapQty),
      reworkQty: formatQuantity(kept.reworkQty),
      occurredAt: kept.occurredAt.toISOString(),
    },
  } satisfies WorkUnplaced);
  const names = await namesOf(order.factoryId, [actor.id]);
  return accepted({
    report: presentReport({ ...kept, bookedById: actor.id, reason: null }, names),
    operation: await presentOperation(order, operationId),
    placed: false,
  });
}
