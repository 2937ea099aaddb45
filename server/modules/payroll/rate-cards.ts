import type { Price } from './domain/pay-line';
import { rateOn } from './domain/piece-rate';
import { type RateCard, RateCardModel, type StoredRate } from './models/rate-card.model';

export type RateKey = { readonly factoryId: string; readonly itemCode: string; readonly operationName: string };

/** The price valid on a day of work; null when there is none. */
export async function storedRateOn(key: RateKey, workDate: string): Promise<StoredRate | null> {
  return rateOn((await rateCardOf(key))?.rates ?? [], workDate);
}

export async function rateCardOf({ factoryId, itemCode, operationName }: RateKey): Promise<RateCard | null> {
  return RateCardModel.findOne({ factoryId, itemCode, operationName }).lean<RateCard>();
}

/**
 * The price to pay a day's work by, with the mark that it was used. Whoever cuts the price short meanwhile writes the same card,
 * so that one of the two looks again.
 */
export async function priceToPay(key: RateKey, workDate: string): Promise<Price | null> {
  const rate = await storedRateOn(key, workDate);
  if (!rate) return null;
  if (rate.paidThrough === null || rate.paidThrough < workDate) {
    await RateCardModel.updateOne(
      { factoryId: key.factoryId, itemCode: key.itemCode, operationName: key.operationName, 'rates._id': rate._id },
      { $set: { 'rates.$.paidThrough': workDate }, $inc: { revision: 1 } },
    );
  }
  return { rateId: rate._id.toHexString(), price: rate.price, reworkPrice: rate.reworkPrice };
}

/** Notes that a price was missed. The write makes whoever sets it at this moment and us meet, so that the line is not overlooked. */
export async function notePriceMissed({ factoryId, itemCode, operationName }: RateKey, now: Date): Promise<void> {
  await RateCardModel.updateOne(
    { factoryId, itemCode, operationName },
    { $set: { lastMissedAt: now }, $inc: { revision: 1 }, $setOnInsert: { rates: [] } },
    { upsert: true },
  );
}
