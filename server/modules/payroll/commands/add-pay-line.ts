import * as z from 'zod/mini';
import { businessDate, instant, quantity } from '../../../contracts/api/primitives';
import type { RateMissing } from '../../../contracts/events/payroll';
import { parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand } from '../../../platform';
import { calendarDateOf, factoryOf } from '../../identity';
import { payFor } from '../domain/pay-line';
import { ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, PayLineModel } from '../models/pay-line.model';
import { ONE_RATE_CARD } from '../models/rate-card.model';
import { lastLineOf } from '../pay-chain';
import { notePriceMissed, priceToPay } from '../rate-cards';

const word = z.string().check(z.minLength(1), z.maxLength(200));
const addPayLineInput = z.strictObject({
  reportId: word,
  reportKind: z.enum(['report', 'rework']),
  personId: word,
  workshopId: word,
  workOrderId: word,
  orderNo: word,
  operationId: word,
  operationName: word,
  itemCode: word,
  itemName: word,
  goodQty: quantity,
  scrapQty: quantity,
  occurredAt: instant,
  businessDate,
});

/**
 * Books what a report pays, at the price valid when the work was done (B-8.1), once whatever comes twice (B-8.12). Without a price it
 * books a line of nothing that waits, and says so with `payroll.rate_missing`. A report taken back before it got here pays nothing.
 */
export const addPayLine = defineCommand({
  name: 'payroll.add-pay-line',
  permission: 'payroll.write_lines',
  input: addPayLineInput,
  againIfLostTo: [ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, ONE_RATE_CARD],
  async run(input, { scope, now, publish }) {
    const { factoryId } = scope;
    const { goodQty, scrapQty: scrapText, occurredAt: occurredText, ...work } = input;
    if (await lastLineOf(factoryId, input.reportId)) return accepted({ changed: false });

    const occurredAt = new Date(occurredText);
    const workDate = calendarDateOf(await factoryOf(factoryId), occurredAt);
    const key = { factoryId, itemCode: input.itemCode, operationName: input.operationName };
    const qty = parseQuantity(goodQty) ?? 0;
    const price = qty === 0 ? null : await priceToPay(key, workDate);
    const pay = payFor({ reportKind: input.reportKind, qty, scrapQty: parseQuantity(scrapText) ?? 0 }, price);
    await PayLineModel.create({ ...work, ...pay, factoryId, follows: input.reportId, occurredAt, workDate, bookedAt: now });

    if (pay.kind === 'unpriced') {
      await notePriceMissed(key, now);
      const { itemCode, operationName, reportId } = input;
      publish({
        type: 'payroll.rate_missing',
        version: 1,
        subject: `pieceRate:${itemCode}/${operationName}`,
        payload: { itemCode, operationName, businessDate: input.businessDate, reportId },
      } satisfies RateMissing);
    }
    return accepted({ changed: true });
  },
});
