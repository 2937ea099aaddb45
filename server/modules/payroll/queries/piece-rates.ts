import { pieceRatesQuery } from '../../../contracts/api/payroll';
import { defineQuery } from '../../../platform';
import { type RateCard, RateCardModel } from '../models/rate-card.model';
import { presentPieceRate } from '../payroll.presenter';

/** Every price there is or was, by item, operation and first day. */
export const pieceRates = defineQuery({
  name: 'payroll.piece-rates',
  permission: 'payroll.read_all',
  input: pieceRatesQuery,
  async run({ itemCode }, { scope }) {
    const cards = await RateCardModel.find({ factoryId: scope.factoryId, ...(itemCode === undefined ? {} : { itemCode }) })
      .sort({ itemCode: 1, operationName: 1 })
      .lean<RateCard[]>();
    return { items: cards.flatMap((card) => card.rates.map((rate) => presentPieceRate(card, rate))) };
  },
});
