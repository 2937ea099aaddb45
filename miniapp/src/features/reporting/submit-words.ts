import { formatQuantity } from '@contracts/quantity';
import { moneyOf } from './money-of';
import { draftProblem, goodQty, type ReportDraft, scrapTotal } from './report-draft';
import type { useReportingText } from './texts';

/** What the button says will happen, with the money of it: 「报 20 良 2 废 · 计 ¥12.00」; or why nothing can. */
export function submitWords(
  t: ReturnType<typeof useReportingText>,
  draft: ReportDraft,
  pricePerPiece: string | null,
  unit: string,
): string {
  const problem = draftProblem(draft);
  if (problem === 'empty') return t('problem_empty');
  if (problem === 'too_much') return t('problem_too_much', { ready: formatQuantity(draft.ready), unit });
  const good = goodQty(draft);
  const scrap = scrapTotal(draft);
  const values = { good: formatQuantity(good), scrap: formatQuantity(scrap) };
  const what = scrap === 0 ? t('submit_good', values) : good === 0 ? t('submit_scrap', values) : t('submit_good_scrap', values);
  const money = good > 0 ? moneyOf(pricePerPiece, good) : null;
  return money === null ? what : t('worth', { what, money });
}
