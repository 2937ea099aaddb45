import { shiftSummaryQuery } from '../../../contracts/api/reporting';
import { formatQuantity } from '../../../contracts/quantity';
import { defineQuery } from '../../../platform';
import { businessDateOf, factoryOf } from '../../identity';
import { type WorkReport, WorkReportModel } from '../models/work-report.model';
import { minutesOf } from '../my-minutes';

/** What I have made on one business date, and in what time. The sums of my rows, so a correction is in them the moment it is booked. */
export const shiftSummary = defineQuery({
  name: 'reporting.shift-summary',
  permission: 'reporting.read',
  input: shiftSummaryQuery,
  async run({ date }, { actor, scope, now }) {
    const factory = await factoryOf(scope.factoryId);
    const businessDate = date ?? businessDateOf(factory, now);
    const rows = await WorkReportModel.find(
      // What somebody had scrapped because an order was made smaller is not what they made.
      { factoryId: scope.factoryId, personId: actor.id, businessDate, kind: { $ne: 'surplus' } },
      { goodQty: 1, scrapQty: 1, kind: 1 },
    ).lean<Pick<WorkReport, 'goodQty' | 'scrapQty' | 'kind'>[]>();
    const sum = (of: 'goodQty' | 'scrapQty'): string => formatQuantity(rows.reduce((total, row) => total + row[of], 0));
    // A report that was taken back counts no longer, so what stands is the rows less the reversals, and less what they reversed.
    const reversals = rows.filter(({ kind }) => kind === 'reversal').length;
    const time = await minutesOf(factory, actor.id, businessDate, now);
    return { businessDate, goodQty: sum('goodQty'), scrapQty: sum('scrapQty'), reports: rows.length - 2 * reversals, ...time };
  },
});
