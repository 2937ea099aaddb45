import type { WorkOrderDto } from '../server/contracts/api/workorders';
import { ordersCalled, workOrder } from '../server/modules/workorders';
import type { ChatContext, Reply } from './define-chat-command';

/** As many characters as an order number may have. */
const LONGEST_NUMBER = 64;
const MOST_SHOWN = 3;

export type FoundOrder =
  | { readonly kind: 'one'; readonly order: WorkOrderDto }
  | { readonly kind: 'choose'; readonly sure: boolean; readonly items: readonly { readonly orderNo: string; readonly itemName: string }[] }
  | { readonly kind: 'none' };

/** The order that somebody means by a number as people say it, within what they may see. Never acts on a likeness: that is for them to choose. */
export async function findOrder(said: string, { ask }: ChatContext): Promise<FoundOrder> {
  if (said.length > LONGEST_NUMBER) return { kind: 'none' };
  const { sure, items } = await ask(ordersCalled, { said });
  const [first] = items;
  if (!first) return { kind: 'none' };
  if (sure && items.length === 1) return { kind: 'one', order: await ask(workOrder, { workOrderId: first.id }) };
  return { kind: 'choose', sure, items };
}

/** What is answered when it is not clear which order is meant. */
export function askWhich(found: Exclude<FoundOrder, { kind: 'one' }>, said: string): Reply[] {
  if (found.kind === 'none') return [{ key: 'order.none', values: { said: said.slice(0, 20) } }];
  const { sure, items } = found;
  return [
    { key: sure ? 'order.several' : 'order.similar', values: { said, number: items.length } },
    ...items.slice(0, MOST_SHOWN).map((values) => ({ key: 'order.candidate', values })),
    ...(items.length > MOST_SHOWN ? [{ key: 'order.more' }] : []),
  ];
}
