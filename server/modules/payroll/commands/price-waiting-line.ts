import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand, refused } from '../../../platform';
import { payFor } from '../domain/pay-line';
import { ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND, type PayLine, PayLineModel } from '../models/pay-line.model';
import { idOfLine, lastLineOf } from '../pay-chain';
import { priceToPay } from '../rate-cards';

/** Pays a line that waited, once its price is known. One that has been answered or taken back meanwhile stays as it is. */
export const priceWaitingLine = defineCommand({
  name: 'payroll.price-waiting-line',
  permission: 'payroll.write_lines',
  input: z.strictObject({ lineId: id }),
  againIfLostTo: [ONE_LINE_AFTER_ANOTHER, ONE_LINE_PER_KIND],
  async run({ lineId }, { scope, now }) {
    const { factoryId } = scope;
    const waiting = await PayLineModel.findOne({ factoryId, _id: lineId, kind: 'unpriced' }).lean<PayLine>();
    if (!waiting) return refused({ code: 'not_found', what: 'payLine' });
    const last = await lastLineOf(factoryId, waiting.reportId);
    if (!last || idOfLine(last) !== lineId) return accepted({ changed: false });

    const price = await priceToPay(waiting, waiting.workDate);
    if (!price) return accepted({ changed: false });
    const { _id, ...rest } = waiting;
    await PayLineModel.create({ ...rest, ...payFor(waiting, price), follows: lineId, bookedAt: now });
    return accepted({ changed: true });
  },
});
