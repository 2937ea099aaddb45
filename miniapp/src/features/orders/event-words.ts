import type { OrderEventDto } from '@contracts/api/order-board';
import zh from './locales/zh-CN.json';
import { changeWords, namesOf } from './row-words';
import { orderText } from './texts';

/** One line of an order's history in the words of the shop. */
export function eventWords(event: OrderEventDto): string {
  const key = `ev_${event.what}`;
  // A fact that is younger than this page is shown by its name: hiding it would make the history lie.
  if (!isKnown(key)) return orderText('ev_unknown', { what: event.what });
  return orderText(key, {
    operation: event.operationName ?? '',
    people: event.people.length > 0 ? namesOf(event.people) : orderText('anybody'),
    qty: event.qty ?? '',
    good: event.goodQty ?? '',
    number: event.number ?? '',
    reason: event.reason ?? '',
    rest: restOf(event),
    change: event.from && event.to ? changeWords(event.from, event.to) : termsOf(event),
    answer: orderText(`answer_${event.answer ?? 'open'}`),
  });
}

function restOf({ scrapQty, reworkQty }: OrderEventDto): string {
  const scrap = scrapQty && scrapQty !== '0' ? orderText('rest_scrap', { qty: scrapQty }) : '';
  const rework = reworkQty && reworkQty !== '0' ? orderText('rest_rework', { qty: reworkQty }) : '';
  return scrap + rework;
}

/** An answer carries only what was asked for. */
function termsOf({ to }: OrderEventDto): string {
  return to ? orderText('qty_due', { qty: to.plannedQty, due: `${to.dueAt.slice(5, 10)}` }) : '';
}

type EventKey = Extract<keyof typeof zh, `ev_${string}`>;
const isKnown = (key: string): key is EventKey => key in zh;
