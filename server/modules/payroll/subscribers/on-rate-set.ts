import type { RateSet } from '../../../contracts/events/payroll';
import { defineSubscriber } from '../../../platform';
import { priceWaitingLine } from '../commands/price-waiting-line';
import { type PayLine, PayLineModel } from '../models/pay-line.model';

/** A price that comes late pays the work that waited for it. */
export const onRateSet = defineSubscriber<RateSet>({
  name: 'payroll.price-waiting-lines',
  on: 'payroll.rate_set',
  permissions: ['payroll.write_lines'],
  async handle({ payload: { itemCode, operationName, validFrom, validTo } }, { factoryId, run }) {
    const unpriced = await PayLineModel.find(
      {
        factoryId,
        kind: 'unpriced',
        itemCode,
        operationName,
        workDate: { $gte: validFrom, ...(validTo === null ? {} : { $lte: validTo }) },
      },
      { _id: 1 },
    ).lean<Pick<PayLine, '_id'>[]>();
    const lineIds = unpriced.map(({ _id }) => _id.toHexString());
    const followed = await PayLineModel.find({ factoryId, follows: { $in: lineIds } }, { follows: 1 }).lean<Pick<PayLine, 'follows'>[]>();
    const answered = new Set(followed.map(({ follows }) => follows));
    for (const lineId of lineIds) if (!answered.has(lineId)) await run(priceWaitingLine, { lineId }, { expected: [], part: lineId });
  },
});
