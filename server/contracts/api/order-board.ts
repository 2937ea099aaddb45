import * as z from 'zod/mini';
import { mediaDto } from './media';
import { code, id, personRef } from './primitives';
import { CHANGE_CHOICES, workOrderDto } from './workorders';

/**
 * What a planner looks through: `open` is all that is not made yet, drafts too; `late` and `waiting` are parts of it; `completed` is made
 * and not closed; `over` is closed or cancelled.
 */
export const BOARD_VIEWS = ['open', 'late', 'waiting', 'completed', 'over'] as const;
export type BoardView = (typeof BOARD_VIEWS)[number];

export const orderBoardQuery = z.strictObject({
  view: z._default(z.enum(BOARD_VIEWS), 'open'),
  workshopId: z.optional(code),
  /** Any part of a number, an item, a drawing, a customer, an operation or a person on it. */
  q: z.optional(z.string().check(z.trim(), z.maxLength(64))),
});

/** What keeps an order from going on, most serious first; the first that applies is the row's. */
export const HOLD_UPS = [
  'held',
  'first_article_failed',
  'final_release_failed',
  'first_article_open',
  'final_release_open',
  'change_question',
  'change_open',
  'nobody_at_it',
  'in_rework',
  'scrap_short',
  'not_released',
] as const;
export type HoldUpCode = (typeof HOLD_UPS)[number];

export const holdUpDto = z.object({
  code: z.enum(HOLD_UPS),
  /** Null when nobody noted when it began. */
  since: z.nullable(z.string()),
  /** Who can do something about it; empty when that is whoever looks at the board. */
  holders: z.array(personRef),
  operation: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** Pieces in question, decimal text: what lies ready, what scrap has left short. */
  qty: z.nullable(z.string()),
  change: z.nullable(
    z.object({
      id: z.string(),
      from: z.object({ plannedQty: z.string(), dueAt: z.string() }),
      to: z.object({ plannedQty: z.string(), dueAt: z.string() }),
    }),
  ),
});
export type HoldUpDto = z.infer<typeof holdUpDto>;

export const boardRowDto = z.object({
  order: workOrderDto,
  /** When it will be made at the pace so far; null when nothing is made yet, or everything. */
  forecastAt: z.nullable(z.string()),
  /** Calendar days of the factory past the due date, as it is or as it will be; 0 when in time. */
  daysLate: z.number(),
  holdUp: z.nullable(holdUpDto),
});
export type BoardRowDto = z.infer<typeof boardRowDto>;

/** Rows of one view with the counts of all of them, out of one reading, so that a chip never disagrees with what it opens. */
export const orderBoardDto = z.object({
  rows: z.array(boardRowDto),
  counts: z.object({ open: z.number(), late: z.number(), waiting: z.number(), completed: z.number() }),
  /** There are more orders than were read. */
  truncated: z.boolean(),
  serverTime: z.string(),
});
export type OrderBoardDto = z.infer<typeof orderBoardDto>;

/** What happened to an order, newest first. */
export const orderHistoryQuery = z.strictObject({ workOrderId: id });
export const orderEventDto = z.object({
  at: z.string(),
  /** The type of the published fact, or `workorders.created`. */
  what: z.string(),
  /** Null when the product did it by itself. */
  by: z.nullable(personRef),
  operationName: z.nullable(z.string()),
  /** Whom an operation was given to. */
  people: z.array(personRef),
  /** Decimal text; what of it is there depends on `what`. */
  goodQty: z.nullable(z.string()),
  scrapQty: z.nullable(z.string()),
  reworkQty: z.nullable(z.string()),
  qty: z.nullable(z.string()),
  number: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  from: z.nullable(z.object({ plannedQty: z.string(), dueAt: z.string() })),
  to: z.nullable(z.object({ plannedQty: z.string(), dueAt: z.string() })),
  answer: z.nullable(z.enum(['accepted', 'question', 'refused'])),
  /** Photos and voice that came with a report or a verdict. */
  media: z._default(z.array(mediaDto), []),
  /** What became of pieces made already when the order got smaller. */
  choice: z._default(z.nullable(z.enum(CHANGE_CHOICES)), null),
  /** The document by which deviating pieces were passed. */
  concessionId: z._default(z.nullable(z.string()), null),
  /** Why a first article is asked for again. */
  trigger: z._default(z.nullable(z.string()), null),
});
export type OrderEventDto = z.infer<typeof orderEventDto>;
export const orderHistoryDto = z.object({ items: z.array(orderEventDto), truncated: z.boolean() });
export type OrderHistoryDto = z.infer<typeof orderHistoryDto>;
