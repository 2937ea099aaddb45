import type { PieceRateDto } from '../../../contracts/api/payroll';
import { inBatches, type Scope } from '../../../platform';
import { type RateCard, RateCardModel } from '../models/rate-card.model';
import { presentPieceRate } from '../payroll.presenter';

const BATCH = 50;

/** Every price there is or was, by item and operation, the oldest first, in batches. */
export async function* everyPieceRate({ factoryId }: Scope): AsyncGenerator<PieceRateDto[]> {
  const rows = RateCardModel.find({ factoryId }).sort({ itemCode: 1, operationName: 1 }).lean<RateCard[]>().cursor({ batchSize: BATCH });
  for await (const batch of inBatches(rows, BATCH)) {
    yield (batch as RateCard[]).flatMap((card) => card.rates.map((rate) => presentPieceRate(card, rate)));
  }
}
