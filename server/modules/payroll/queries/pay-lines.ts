import { payLinesQuery } from '../../../contracts/api/payroll';
import { defineQuery, withinScope } from '../../../platform';
import { businessDateOf, factoryOf } from '../../identity';
import { paySpan } from '../domain/pay-span';
import { type PayLine, PayLineModel } from '../models/pay-line.model';
import { presentPay } from '../payroll.presenter';

/** What somebody has earned in the workshops that the asker may see. */
export const payLines = defineQuery({
  name: 'payroll.pay-lines',
  permission: 'payroll.read_all',
  input: payLinesQuery,
  async run({ personId, ...asked }, { scope, now }) {
    const span = paySpan(asked, businessDateOf(await factoryOf(scope.factoryId), now));
    const lines = await PayLineModel.find({ ...withinScope(scope), personId, businessDate: { $gte: span.from, $lte: span.to } })
      .sort({ businessDate: -1, occurredAt: -1, _id: -1 })
      .lean<PayLine[]>();
    return presentPay(span, lines);
  },
});
