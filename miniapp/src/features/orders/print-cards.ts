import { withQuery } from '@/shared/request/api';
import { explain } from '@/shared/request/explain';
import { tell } from '../desk/delayed-action';
import { download, saveAs, showPaper } from './files';
import { orderText } from './texts';

type Printed = readonly { readonly id: string; readonly orderNo: string }[];
/** What the orders can be printed as. */
export const PAPERS = ['card-a5', 'card-a4', 'labels-roll', 'labels-a4'] as const;
export type PaperKind = (typeof PAPERS)[number];
const PLACES: Readonly<Record<PaperKind, readonly [path: string, size: string]>> = {
  'card-a5': ['/travel-cards', 'A5'],
  'card-a4': ['/travel-cards', 'A4'],
  'labels-roll': ['/labels', '60x40'],
  'labels-a4': ['/labels', 'A4'],
};

/** The travel cards of orders on the paper that most workshops use. */
export const printCards = (orders: Printed): Promise<void> => printPaper(orders, 'card-a5');

/** Opens orders as one document in a window of its own, or saves it where the browser opens no windows. */
export async function printPaper(orders: Printed, paper: PaperKind): Promise<void> {
  if (orders.length === 0) {
    tell({ lamp: 'note', words: orderText('choose_first'), sent: null });
    return;
  }
  const [path, size] = PLACES[paper];
  const answer = await download(withQuery(path, { workOrderIds: orders.map(({ id }) => id).join(','), size }));
  if (!answer.ok) {
    const { title, detail } = explain(answer.failure);
    tell({ lamp: 'stop', words: orderText('file_failed', { why: `${title} ${detail}`.trim() }), sent: null });
    return;
  }
  if (!showPaper(answer.value)) saveAs(answer.value, `${orders.map(({ orderNo }) => orderNo).join(' ')}.html`);
}
