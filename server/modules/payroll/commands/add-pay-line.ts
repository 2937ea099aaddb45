import { Types } from 'mongoose';
import * as z from 'zod/mini';
import { quantity } from '../../../contracts/api/primitives';
import type { RateMissing } from '../../../contracts/events/payroll';
import { parseQuantity } from '../../../contracts/quantity';
import { accepted, defineTogetherCommand } from '../../../platform';
import { calendarDateOf, type FactorySettings, factoryOf } from '../../identity';
import { payFor } from '../domain/pay-line';
import { ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, type PayLine, PayLineModel } from '../models/pay-line.model';
import { ONE_RATE_CARD } from '../models/rate-card.model';
import { reportsWithLines } from '../pay-chain';
import { notePriceMissed, RateCards } from '../rate-cards';
import { reportedWork, reportId } from '../reported-work';

const addPayLineInput = z.strictObject({
  ...reportedWork,
  reportId,
  reportKind: z.enum(['report', 'rework']),
  goodQty: quantity,
  scrapQty: quantity,
});

/**
 * Books what a report pays, at the price valid when the work was done (B-8.1), once whatever comes twice (B-8.12). Without a price it
 * books a line of nothing that waits, and says so with `payroll.rate_missing`. A report taken back before it got here pays nothing.
 */
export const addPayLine = defineTogetherCommand({
  name: 'payroll.add-pay-line',
  permission: 'payroll.write_lines',
  input: addPayLineInput,
  againIfLostTo: [ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, ONE_RATE_CARD],
  async runTogether(calls, factoryId) {
    const factory = await factoryOf(factoryId);
    const cards = new RateCards();
    const booked = await reportsWithLines(
      factoryId,
      calls.map(({ input }) => input.reportId),
    );
    const lines: PayLine[] = [];
    const outcomes = [];
    for (const { input, context } of calls) {
      const isNew = !booked.has(input.reportId);
      outcomes.push(accepted({ changed: isNew }));
      if (!isNew) continue;
      booked.add(input.reportId);
      const line = await lineFor(input, factory, cards, context.now);
      lines.push(line);
      if (line.kind !== 'unpriced') continue;
      await notePriceMissed(line, context.now);
      context.publish(rateMissing(line));
    }
    // Built field by field below, so they go to the ledger without being made into documents first.
    if (lines.length > 0) await PayLineModel.insertMany(lines, { lean: true });
    return outcomes;
  },
});

async function lineFor(input: z.infer<typeof addPayLineInput>, factory: FactorySettings, cards: RateCards, now: Date): Promise<PayLine> {
  const { goodQty, scrapQty, occurredAt: occurredText, ...work } = input;
  const occurredAt = new Date(occurredText);
  const workDate = calendarDateOf(factory, occurredAt);
  const key = { factoryId: factory.id, itemCode: work.itemCode, operationName: work.operationName };
  const qty = parseQuantity(goodQty) ?? 0;
  const price = qty === 0 ? null : await cards.priceToPay(key, workDate);
  const pay = payFor({ reportKind: work.reportKind, qty, scrapQty: parseQuantity(scrapQty) ?? 0 }, price);
  return { _id: new Types.ObjectId(), factoryId: factory.id, ...work, ...pay, follows: work.reportId, occurredAt, workDate, bookedAt: now };
}

function rateMissing({ itemCode, operationName, businessDate, reportId: reported }: PayLine): RateMissing {
  return {
    type: 'payroll.rate_missing',
    version: 1,
    subject: `pieceRate:${itemCode}/${operationName}`,
    payload: { itemCode, operationName, businessDate, reportId: reported },
  };
}
