import { Types } from 'mongoose';
import type * as z from 'zod/mini';
import type { setPieceRateBody } from '../../contracts/api/payroll';
import type { RateSet } from '../../contracts/events/payroll';
import { formatMoney, parseMoney } from '../../contracts/money';
import type { Actor } from '../../platform';
import { placeRate, rateOn } from './domain/piece-rate';
import { type RateCard, RateCardModel, type StoredRate } from './models/rate-card.model';
import type { RateKey } from './rate-cards';
import { rateSetFact } from './rate-set-fact';

export type RateBody = z.infer<typeof setPieceRateBody>;
/** All prices of one operation as they would be, and the one that was added. */
export type RateWrite = { readonly key: RateKey; readonly rates: readonly StoredRate[]; readonly added: StoredRate };
export type JudgedRate =
  | { readonly verdict: 'created'; readonly write: RateWrite }
  | {
      readonly verdict: 'changed';
      readonly changes: readonly { readonly field: string; readonly from: string | null; readonly to: string | null }[];
      readonly write: RateWrite;
    }
  | { readonly verdict: 'skipped' }
  | { readonly verdict: 'bad'; readonly code: string; readonly field: string; readonly details: Readonly<Record<string, unknown>> };

/**
 * What would become of prices, one after another as `setPieceRate` would take them: the same price with the same days is skipped, one that
 * ends an earlier price changes it. `planned` carries what earlier ones of the same file would make of a card.
 */
export async function judgeRates(
  { id: actorId, scope: { factoryId } }: Actor,
  bodies: readonly RateBody[],
  now: Date,
  planned: Map<string, readonly StoredRate[]>,
): Promise<JudgedRate[]> {
  const codes = [...new Set(bodies.map(({ itemCode }) => itemCode))];
  const cards = await RateCardModel.find({ factoryId, itemCode: { $in: codes } }).lean<RateCard[]>();
  for (const card of cards) if (!planned.has(nameOf(card))) planned.set(nameOf(card), card.rates);
  return bodies.map((body) => judge(body, planned));

  function judge(body: RateBody, byCard: Map<string, readonly StoredRate[]>): JudgedRate {
    const { itemCode, operationName, validFrom } = body;
    const there = byCard.get(nameOf(body)) ?? [];
    const added: StoredRate = {
      _id: new Types.ObjectId(),
      price: parseMoney(body.price) ?? 0,
      reworkPrice: body.reworkPrice === undefined ? null : parseMoney(body.reworkPrice),
      validFrom,
      validTo: body.validTo ?? null,
      paidThrough: null,
      setAt: now,
      setById: actorId,
    };
    if (there.some((rate) => sameRate(rate, added))) return { verdict: 'skipped' };
    const decision = placeRate(there, added);
    if (decision.kind === 'refused') {
      const { code, ...details } = decision.refusal;
      return { verdict: 'bad', code, field: 'validFrom', details };
    }
    const before = rateOn(there, validFrom);
    byCard.set(nameOf(body), decision.value);
    const write: RateWrite = { key: { factoryId, itemCode, operationName }, rates: decision.value, added };
    if (!before) return { verdict: 'created', write };
    return { verdict: 'changed', write, changes: [{ field: 'price', from: formatMoney(before.price), to: formatMoney(added.price) }] };
  }
}

/** Writes what `judgeRates` found in the caller's transaction, and answers the facts to be published. */
export async function writeRates(writes: readonly RateWrite[]): Promise<RateSet[]> {
  for (const { key, rates } of writes) {
    await RateCardModel.updateOne(key, { $set: { rates: [...rates] }, $inc: { revision: 1 } }, { upsert: true });
  }
  return writes.map(({ key, added }) => rateSetFact(key, added));
}

const nameOf = ({ itemCode, operationName }: Pick<RateKey, 'itemCode' | 'operationName'>): string => `${itemCode}\n${operationName}`;
const sameRate = (one: StoredRate, other: StoredRate): boolean =>
  one.price === other.price && one.reworkPrice === other.reworkPrice && one.validFrom === other.validFrom && one.validTo === other.validTo;
