import type { QueuedWork } from '@/shared/offline/queued-work';
import { outboxText } from './texts';

/** What a queue entry is, in the words of the shop: 「报 20 良 2 废」. */
export function workWords({ kind, facts }: QueuedWork): string {
  if (kind !== 'report') return outboxText(`kind_${kind}`);
  const values = { good: facts.goodQty ?? '0', scrap: facts.scrapQty ?? '0' };
  return values.scrap === '0' ? outboxText('kind_report', values) : outboxText('kind_report_scrap', values);
}
