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

/** The price to pay a day's work by, with the mark that it was used. */
export async function priceToPay(key: RateKey, workDate: string): Promise<Price | null> {
  const rate = await storedRateOn(key, workDate);
  return rate && payBy(key, rate, workDate);
}

/** The cards of one transaction, each read when it is first needed: what is paid together asks for each price once. */
export class RateCards {
  private readonly known = new Map<string, RateCard | null>();

  async priceToPay(key: RateKey, workDate: string): Promise<Price | null> {
    const place = JSON.stringify([key.itemCode, key.operationName]);
    const card = this.known.get(place) ?? (await rateCardOf(key));
    this.known.set(place, card);
    const rate = rateOn(card?.rates ?? [], workDate);
    if (!rate) return null;
    const price = await payBy(key, rate, workDate);
    if (rate.paidThrough === null || rate.paidThrough < workDate) rate.paidThrough = workDate;
    return price;
  }
}

/**
 * Marks a price as used for a day of work. Whoever cuts the price short meanwhile writes the same card, so that one of the two looks
 * again.
 */
async function payBy({ factoryId, itemCode, operationName }: RateKey, rate: StoredRate, workDate: string): Promise<Price> {
  if (rate.paidThrough === null || rate.paidThrough < workDate) {
    await RateCardModel.updateOne(
      { factoryId, itemCode, operationName, 'rates._id': rate._id },
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
