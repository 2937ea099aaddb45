import type { OperationDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import type { WorkRefusal } from '@/shared/offline/queued-work';
import { goodQty, type ReportDraft, scrapTotal } from './report-draft';

/** How much a refused report asked above what the order allows, ten-thousandths of the unit; null when it was refused for something else. */
export function overAfterRefusal({ code, details }: WorkRefusal): number | null {
  if (code !== 'over_production') return null;
  const [asked, cap, done] = [details.askedQty, details.capQty, details.doneQty].map((value) =>
    typeof value === 'string' ? parseQuantity(value) : null,
  );
  if (asked == null || cap == null || done == null) return null;
  return moreThanNothing(asked - Math.max(0, cap - done));
}

/** The same of figures that are not reported yet. Only first operations are held by the order itself (B-1.2). */
export function overTyped(draft: ReportDraft, { first }: OperationDto): number | null {
  return first ? moreThanNothing(goodQty(draft) + scrapTotal(draft) - draft.ready) : null;
}

const moreThanNothing = (qty: number): number | null => (qty > 0 ? qty : null);
