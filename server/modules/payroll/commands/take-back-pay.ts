import * as z from 'zod/mini';
import { accepted, defineCommand } from '../../../platform';
import { calendarDateOf, factoryOf } from '../../identity';
import { takeBack } from '../domain/pay-line';
import { ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, type PayLine, PayLineModel } from '../models/pay-line.model';
import { lastLineOf } from '../pay-chain';
import { reportedWork, reportId } from '../reported-work';

const takeBackPayInput = z.strictObject({ reportId, ...reportedWork });

const NOTHING = { qty: 0, scrapQty: 0, price: null, rateId: null, amount: 0 };

/**
 * Books the opposite of what a report paid when the report is taken back (B-8.11), to whom it paid. When the report has not got here
 * yet, a line of nothing stands in its place and keeps it from paying later.
 */
export const takeBackPay = defineCommand({
  name: 'payroll.take-back-pay',
  permission: 'payroll.write_lines',
  input: takeBackPayInput,
  againIfLostTo: [ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND],
  async run({ occurredAt: occurredText, ...input }, { scope, now }) {
    const { factoryId } = scope;
    const last = await lastLineOf(factoryId, input.reportId);
    if (last?.kind === 'reversal') return accepted({ changed: false });

    const occurredAt = new Date(occurredText);
    const booked = { occurredAt, businessDate: input.businessDate, bookedAt: now };
    if (last) await PayLineModel.create({ ...placeOf(last), ...takeBack(last), ...booked, follows: last._id.toHexString() });
    else {
      const workDate = calendarDateOf(await factoryOf(factoryId), occurredAt);
      const inItsPlace = { ...input, factoryId, reportKind: 'report', workDate, follows: input.reportId } as const;
      await PayLineModel.create({ ...inItsPlace, ...takeBack(NOTHING), ...booked });
    }
    return accepted({ changed: true });
  },
});

/** Everything of a line but what makes it that line. */
function placeOf({ _id, kind, follows, ...rest }: PayLine): Omit<PayLine, '_id' | 'kind' | 'follows'> {
  return rest;
}
