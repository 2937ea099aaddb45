import * as z from 'zod/mini';
import { parseQuantity } from '../quantity';
import { GATE_STATES, LINK_KINDS, OPERATION_STATUSES, WORK_ORDER_STATUSES } from '../statuses';
import { code, id, instant, limit, line, note, percent, personRef, quantity } from './primitives';
import { FIRST_ARTICLE_TRIGGERS } from './quality';

/** More than nothing: an order for none, or making up none, means nothing. */
const somePieces = quantity.check(z.refine((text) => parseQuantity(text) !== 0, { error: 'more_than_zero' }));
/** Whether a definition was new or different; importing the same file again changes nothing. */
const definition = { changed: z.boolean() };
/** List filter that takes a code's beginning, and where the page before ended. */
const masterQuery = { q: z.optional(z.string().check(z.maxLength(64))), after: z.optional(id), limit };
const nextAfter = z.nullable(z.string());

// ---- master data ---------------------------------------------------------------------------------------------------------------

export const itemBody = z.strictObject({
  code,
  name: line,
  drawing: z.optional(z.string().check(z.trim(), z.maxLength(64))),
  unit: z._default(
    z.strictObject({
      name: z.string().check(z.trim(), z.minLength(1), z.maxLength(8)),
      decimals: z.int().check(z.minimum(0), z.maximum(4)),
    }),
    {
      name: '件',
      decimals: 0,
    },
  ),
});
export const itemDto = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  drawing: z.nullable(z.string()),
  unit: z.object({ name: z.string(), decimals: z.number() }),
});
export type ItemDto = z.infer<typeof itemDto>;
export const itemReceiptDto = z.extend(itemDto, definition);
export const itemsQuery = z.strictObject(masterQuery);
export const itemPage = z.object({ items: z.array(itemDto), nextAfter });

/** One step of a routing. `seq` orders the steps; steps of the same `seq` are parallel (B-1.11). */
export const routingOperationBody = z.strictObject({
  seq: z.int().check(z.minimum(1), z.maximum(9999)),
  name: line,
  stationCode: z.optional(code),
  /** Planned run time per piece, minutes (ISO 22400 PRI). */
  priMinutes: z.optional(z.number().check(z.minimum(0), z.maximum(100_000))),
  /** First-article gate: at most `cap` pieces may be reported before an inspector has passed it (B-6.1). */
  firstArticle: z.optional(z.strictObject({ cap: quantity })),
  /** Final release: what this operation makes is 待检 until an inspector releases it (B-1.19, B-6.2). */
  finalRelease: z.optional(z.boolean()),
});
/** How `to` depends on `from` (B-1.5). Without links, consecutive `seq` numbers are linked by overlap, piece by piece. */
export const routingLinkBody = z.strictObject({
  from: z.int(),
  to: z.int(),
  kind: z.enum(LINK_KINDS),
  /** Overlap only: pieces go on in lots of this size, and the rest when the operation before is finished. */
  minTransferQty: z.optional(quantity),
});
export const routingBody = z.strictObject({
  itemCode: code,
  operations: z.array(routingOperationBody).check(z.minLength(1), z.maxLength(60)),
  links: z.optional(z.array(routingLinkBody).check(z.maxLength(200))),
});
export type RoutingBody = z.infer<typeof routingBody>;
export const routingDto = z.object({
  id: z.string(),
  itemCode: z.string(),
  version: z.number(),
  operations: z.array(z.object({ seq: z.number(), name: z.string(), firstArticle: z.boolean(), finalRelease: z.boolean() })),
});
export type RoutingDto = z.infer<typeof routingDto>;
export const routingReceiptDto = z.extend(routingDto, definition);
export const routingsQuery = z.strictObject({ itemCode: z.optional(code), after: z.optional(id), limit });
export const routingPage = z.object({ items: z.array(routingDto), nextAfter });

export const stationBody = z.strictObject({ code, name: line, workshopId: code });
export const stationDto = z.object({ id: z.string(), code: z.string(), name: z.string(), workshopId: z.string() });
export type StationDto = z.infer<typeof stationDto>;
export const stationReceiptDto = z.extend(stationDto, definition);
export const stationsQuery = z.strictObject(masterQuery);
export const stationPage = z.object({ items: z.array(stationDto), nextAfter });

// ---- work orders ---------------------------------------------------------------------------------------------------------------

export const createWorkOrderBody = z.strictObject({
  orderNo: code,
  itemCode: code,
  plannedQty: somePieces,
  dueAt: instant,
  workshopId: code,
  customer: z.optional(z.string().check(z.trim(), z.maxLength(100))),
  /** Share of the planned quantity that may be made on top, percent; the factory's setting when not given (B-1.2). */
  overProductionPercent: z.optional(percent),
  release: z._default(z.boolean(), false),
});
export const workOrderIdBody = z.strictObject({ workOrderId: id });
export const operationIdBody = z.strictObject({ operationId: id });
export const closeWorkOrderBody = z.strictObject({ workOrderId: id, closeShort: z._default(z.boolean(), false), reason: z.optional(note) });
/** Stops all work on an order, and lets it go on again (B-1.1). */
export const holdOrderBody = z.strictObject({ workOrderId: id, reason: line });
/** Gives up what is not made yet, for good; what is made stays on record (B-1.1). */
export const cancelOrderBody = z.strictObject({ workOrderId: id, reason: line });
/** Takes `qty` pieces that nobody has begun out of an order into one of their own (B-1.12). */
export const splitOrderBody = z.strictObject({ workOrderId: id, qty: somePieces, reason: line });
/** Puts the whole of `otherId`, which nobody has begun, into this order (B-1.12). */
export const mergeOrdersBody = z.strictObject({ workOrderId: id, otherId: id, reason: line });
/** Brings what is not started to the newest routing (B-1.13). */
export const replanOrderBody = z.strictObject({ workOrderId: id, reason: line });
export const requestDeletionBody = z.strictObject({ workOrderId: id, reason: line });
/** Releases scrapped pieces to the first operations again (B-1.16); all that are missing when no quantity is given. */
export const makeUpBody = z.strictObject({ workOrderId: id, qty: z.optional(somePieces) });
export const dispatchBody = z.strictObject({
  operationId: id,
  personIds: z._default(z.array(id).check(z.maxLength(30)), []),
  stationCode: z.optional(z.nullable(code)),
});

/** A gate as the operation's page needs it: what it waits for, who can lift it, since when. */
export const gateDto = z.object({
  kind: z.enum(['first_article', 'final_release']),
  state: z.enum(GATE_STATES),
  since: z.nullable(z.string()),
  canBeLiftedBy: z.array(personRef),
  /** First article: why it was asked for again; null the first time. */
  trigger: z._default(z.nullable(z.enum(FIRST_ARTICLE_TRIGGERS)), null),
  /** Passed although the pieces deviate: the document, who approved it and what deviates; null otherwise (B-6.2). */
  concession: z._default(
    z.nullable(z.object({ approvalId: z.string(), by: personRef, at: z.string(), deviation: z.string(), qty: z.string() })),
    null,
  ),
});
export const operationDto = z.object({
  id: z.string(),
  seq: z.number(),
  name: z.string(),
  /** Takes from the order itself, not from operations before it: it is here that over-production is asked for (B-1.2). */
  first: z._default(z.boolean(), false),
  status: z.enum(OPERATION_STATUSES),
  /** What this operation is to make: the good of the operations before it, or the order's quantity (B-1.6). */
  targetQty: z.string(),
  /** What has been handed over to it so far. */
  releasedQty: z.string(),
  /** What may be reported now (B-1.4). */
  readyQty: z.string(),
  goodQty: z.string(),
  scrapQty: z.string(),
  /** Sent to rework and not yet back. */
  inReworkQty: z.string(),
  firstArticle: gateDto,
  finalRelease: gateDto,
  assignedTo: z.array(personRef),
  station: z.nullable(z.object({ code: z.string(), name: z.string() })),
  runningSince: z.nullable(z.string()),
});
export type OperationDto = z.infer<typeof operationDto>;

export const workOrderDto = z.object({
  id: z.string(),
  orderNo: z.string(),
  item: z.object({
    code: z.string(),
    name: z.string(),
    drawing: z.nullable(z.string()),
    unit: z.object({ name: z.string(), decimals: z.number() }),
  }),
  customer: z.nullable(z.string()),
  workshopId: z.string(),
  status: z.enum(WORK_ORDER_STATUSES),
  plannedQty: z.string(),
  /** Good of the last operation(s). */
  goodQty: z.string(),
  scrapQty: z.string(),
  overProductionQty: z.string(),
  /** Released again to make up for scrap, and what scrap has left short beyond that: to make up or to close short (B-1.16). */
  makeUpQty: z.string(),
  shortQty: z.string(),
  dueAt: z.string(),
  late: z.boolean(),
  /** Who put it on hold or cancelled it, when, and why; null otherwise. `mergedInto` is the number of the order that took it in. */
  halt: z.nullable(z.object({ by: personRef, at: z.string(), reason: z.string(), mergedInto: z.nullable(z.string()) })),
  /** The order it was split off from. */
  splitFrom: z.nullable(z.object({ id: z.string(), orderNo: z.string() })),
  routingVersion: z.number(),
  operations: z.array(operationDto),
  createdAt: z.string(),
  completedAt: z.nullable(z.string()),
});
export type WorkOrderDto = z.infer<typeof workOrderDto>;
export const workOrdersQuery = z.strictObject({
  status: z.optional(z.enum(WORK_ORDER_STATUSES)),
  q: z.optional(z.string().check(z.maxLength(64))),
  after: z.optional(id),
  limit,
});
export const workOrderPage = z.object({ items: z.array(workOrderDto), nextAfter: z.nullable(z.string()), total: z.number() });
export const workOrderByNoQuery = z.strictObject({ orderNo: code });
/** An order number as people say it: `312`, `wo312`. */
export const ordersCalledQuery = z.strictObject({ said: code });

/** One card of "my tasks": the operation with its order, and what stands in its way. */
export const taskDto = z.object({
  operation: operationDto,
  workOrder: z.object({ id: z.string(), orderNo: z.string(), dueAt: z.string(), late: z.boolean(), status: z.enum(WORK_ORDER_STATUSES) }),
  item: z.object({
    code: z.string(),
    name: z.string(),
    drawing: z.nullable(z.string()),
    unit: z.object({ name: z.string(), decimals: z.number() }),
  }),
  /** Mine: I have an open time segment on it. */
  mine: z.boolean(),
  /** Why it cannot be started or reported now, with who holds it and since when; null when it can. */
  blockedBy: z.nullable(
    z.object({ code: z.string(), since: z.nullable(z.string()), holders: z.array(personRef), details: z.record(z.string(), z.unknown()) }),
  ),
  /** Price of one good piece today, yuan; null when no rate is known. */
  pricePerPiece: z.nullable(z.string()),
});
export type TaskDto = z.infer<typeof taskDto>;
export const myTasksDto = z.object({ items: z.array(taskDto), serverTime: z.string() });

/** The order as it is after the split, and the new one. */
export const splitReceiptDto = z.object({ order: workOrderDto, part: workOrderDto });

// ---- order changes -------------------------------------------------------------------------------------------------------------

export const changeOrderBody = z.strictObject({
  workOrderId: id,
  plannedQty: z.optional(somePieces),
  dueAt: z.optional(instant),
  reason: line,
});
/**
 * What becomes of pieces that are made already when an order gets smaller than that (B-1.18): the quantity stays as it is; it stops at
 * what is made; it becomes what was asked for, and the surplus is scrapped.
 */
export const CHANGE_CHOICES = ['keep', 'stop', 'scrap_surplus'] as const;
export type ChangeChoice = (typeof CHANGE_CHOICES)[number];
export const answerChangeBody = z.strictObject({
  changeId: id,
  answer: z.enum(['accepted', 'question', 'refused']),
  /** Needed to accept a quantity below what is made; says nothing otherwise. */
  choice: z.optional(z.enum(CHANGE_CHOICES)),
  note: z.optional(note),
});
export const orderChangeDto = z.object({
  id: z.string(),
  workOrderId: z.string(),
  orderNo: z.string(),
  from: z.object({ plannedQty: z.string(), dueAt: z.string() }),
  to: z.object({ plannedQty: z.string(), dueAt: z.string() }),
  reason: z.string(),
  state: z.enum(['open', 'accepted', 'question', 'refused']),
  requestedBy: personRef,
  requestedAt: z.string(),
  answeredBy: z.nullable(personRef),
  answeredAt: z.nullable(z.string()),
  /** What was said to it: the question, or why not. */
  note: z.nullable(z.string()),
  /** More is made by now than it asks for: accepting takes a choice. Null when it does not. Decimal text. */
  surplus: z._default(z.nullable(z.object({ madeQty: z.string(), surplusQty: z.string() })), null),
  choice: z._default(z.nullable(z.enum(CHANGE_CHOICES)), null),
});
export type OrderChangeDto = z.infer<typeof orderChangeDto>;
export const orderChangesQuery = z.strictObject({
  state: z.optional(z.enum(['open', 'accepted', 'question', 'refused'])),
  workOrderId: z.optional(id),
  after: z.optional(id),
  limit,
});
export const orderChangePage = z.object({ items: z.array(orderChangeDto), nextAfter });
export const deletionReceiptDto = z.object({ approvalId: z.string() });
