import type { PayLineDto } from '../../../contracts/api/payroll';
import { type Scope, withinScope } from '../../../platform';
import { type PayLine, PayLineModel } from '../models/pay-line.model';
import { presentPayLine } from '../payroll.presenter';

const BATCH = 50;

/** Lines of the pay ledger that the asker may see, person by person and day by day, in batches; of some business dates when they are given. */
export async function* everyPayLine(
  scope: Scope,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): AsyncGenerator<PayLineDto[]> {
  const dates = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  const rows = PayLineModel.find({ ...withinScope(scope), ...((from ?? to) ? { businessDate: dates } : {}) })
    .sort({ personId: 1, businessDate: 1, occurredAt: 1, _id: 1 })
    .lean<PayLine[]>()
    .cursor({ batchSize: BATCH });
  let batch: PayLineDto[] = [];
  for await (const row of rows) {
    batch.push(presentPayLine(row as PayLine));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
