import { Types } from 'mongoose';
import { setPieceRateBody } from '../../../contracts/api/payroll';
import { parseMoney } from '../../../contracts/money';
import { AppError, accepted, defineCommand } from '../../../platform';
import { placeRate } from '../domain/piece-rate';
import { ONE_RATE_CARD, RateCardModel, type StoredRate } from '../models/rate-card.model';
import { presentPieceRate } from '../payroll.presenter';
import { type RateKey, rateCardOf } from '../rate-cards';
import { rateSetFact } from '../rate-set-fact';

/**
 * Sets the price of one operation of one item from a day on (B-8.1). Work that waited for it is priced by what follows from the fact.
 * Refuses with `rate_overlaps`, or `rate_already_paid` when days it would change have been paid by the price before.
 */
export const setPieceRate = defineCommand({
  name: 'payroll.set-piece-rate',
  permission: 'payroll.manage_rates',
  input: setPieceRateBody,
  againIfLostTo: [ONE_RATE_CARD],
  queueBy: ({ itemCode, operationName }) => `rate:${itemCode}:${operationName}`,
  async run(input, { actor, scope, now, publish }) {
    const { itemCode, operationName, validFrom } = input;
    const key: RateKey = { factoryId: scope.factoryId, itemCode, operationName };
    const card = await rateCardOf(key);
    const added: StoredRate = {
      _id: new Types.ObjectId(),
      price: tenThousandths(input.price),
      reworkPrice: input.reworkPrice === undefined ? null : tenThousandths(input.reworkPrice),
      validFrom,
      validTo: input.validTo ?? null,
      paidThrough: null,
      setAt: now,
      setById: actor.id,
    };
    const decision = placeRate(card?.rates ?? [], added);
    if (decision.kind === 'refused') return decision;

    if (card) await RateCardModel.updateOne({ _id: card._id, ...key }, { $set: { rates: decision.value }, $inc: { revision: 1 } });
    else await RateCardModel.create({ ...key, rates: decision.value, revision: 1 });
    publish(rateSetFact(key, added));
    return accepted(presentPieceRate(key, added));
  },
});

function tenThousandths(text: string): number {
  const price = parseMoney(text);
  if (price === null) throw new AppError('invalid_input', {}, [{ path: 'price', code: 'money' }]);
  return price;
}
