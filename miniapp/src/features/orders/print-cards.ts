import { explain } from '@/shared/request/explain';
import { tell } from '../desk/delayed-action';
import { download, saveAs, showPaper } from './files';
import { orderText } from './texts';

/** Opens the travel cards of orders, one window each, or saves them where the browser opens no windows. */
export async function printCards(orders: readonly { readonly id: string; readonly orderNo: string }[]): Promise<void> {
  if (orders.length === 0) tell({ lamp: 'note', words: orderText('choose_first'), sent: null });
  for (const { id, orderNo } of orders) {
    const answer = await download(`/work-orders/${id}/travel-card`);
    if (!answer.ok) {
      const { title, detail } = explain(answer.failure);
      tell({ lamp: 'stop', words: orderText('file_failed', { why: `${title} ${detail}`.trim() }), sent: null });
      return;
    }
    if (!showPaper(answer.value)) saveAs(answer.value, `${orderNo}.html`);
  }
}
