import { formatQuantity, parseQuantity, QUANTITY_SCALE } from '../../../../contracts/quantity';
import type { Finding, RuleDefinition } from '../rule';

export const scrapRateHigh: RuleDefinition = { lamp: 'stop', urgency: 'p1', ownedBy: 'workorders.answer_change' };

/** Fewer pieces than these say nothing about a rate. */
export const FEWEST_PIECES = 10;

export type OperationCount = {
  readonly workOrderId: string;
  readonly orderNo: string;
  readonly itemName: string;
  readonly workshopId: string;
  readonly operationId: string;
  readonly operationName: string;
  /** Decimal text, all that was reported on the operation. */
  readonly operationGoodQty: string;
  readonly operationScrapQty: string;
};

/** Scrap of one operation above the factory's limit (hundredths of a percent) of what it made. */
export function findHighScrap(count: OperationCount, limit: number): Finding | null {
  const scrap = parseQuantity(count.operationScrapQty) ?? 0;
  const made = scrap + (parseQuantity(count.operationGoodQty) ?? 0);
  // Exact: the products are larger than the integers a number can hold.
  if (made < FEWEST_PIECES * QUANTITY_SCALE || BigInt(scrap) * 10_000n <= BigInt(limit) * BigInt(made)) return null;
  const rate = Number((BigInt(scrap) * 10_000n) / BigInt(made));
  const { workOrderId, orderNo, itemName, workshopId, operationId, operationName } = count;
  return {
    rule: 'scrap_rate_high',
    about: aboutOperation(operationId),
    workshopId,
    workOrderId,
    facts: {
      orderNo,
      itemName,
      operationName,
      goodQty: formatQuantity(made - scrap),
      scrapQty: formatQuantity(scrap),
      scrapRate: formatQuantity(rate * 100),
      limit: formatQuantity(limit * 100),
    },
  };
}

export const aboutOperation = (operationId: string): string => `operation:${operationId}`;
