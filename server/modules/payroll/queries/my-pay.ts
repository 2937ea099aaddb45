import { myPayQuery } from '../../../contracts/api/payroll';
import { defineQuery } from '../../../platform';
import { businessDateOf, factoryOf } from '../../identity';
import { paySpan } from '../domain/pay-span';
import { type PayLine, PayLineModel } from '../models/pay-line.model';
import { presentPay } from '../payroll.presenter';

/** What I have earned: today, on a day, or in a month, line by line with its formula (B-8.10). */
export const myPay = defineQuery({
  name: 'payroll.my-pay',
  permission: 'payroll.read_own',
  input: myPayQuery,
  async run(input, { actor, scope, now }) {
    const span = paySpan(input, businessDateOf(await factoryOf(scope.factoryId), now));
    const lines = await PayLineModel.find({
      factoryId: scope.factoryId,
      personId: actor.id,
      businessDate: { $gte: span.from, $lte: span.to },
    })
      .sort({ businessDate: -1, occurredAt: -1, _id: -1 })
      .lean<PayLine[]>();
    return presentPay(span, lines);
  },
});
