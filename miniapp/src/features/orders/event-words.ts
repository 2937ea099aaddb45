import type { OrderEventDto } from '@contracts/api/order-board';
import { FIRST_ARTICLE_TRIGGERS, type FirstArticleTrigger } from '@contracts/api/quality';
import zh from './locales/zh-CN.json';
import { changeWords, namesOf } from './row-words';
import { orderText } from './texts';

/** One line of an order's history in the words of the shop. */
export function eventWords(event: OrderEventDto): string {
  const key = keyOf(event);
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
    choice: event.choice ? orderText(`choice_${event.choice}`) : '',
    why: event.trigger && isTrigger(event.trigger) ? orderText(`why_${event.trigger}`) : '',
  });
}

/** A pass by concession is no plain pass, and an answer may have been a choice. */
function keyOf({ what, concessionId, choice }: OrderEventDto): string {
  if (concessionId && what === 'quality.inspection_passed') return 'ev_concession_passed';
  return choice ? 'ev_choice' : `ev_${what}`;
}

const isTrigger = (text: string): text is FirstArticleTrigger => FIRST_ARTICLE_TRIGGERS.some((one) => one === text);

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
