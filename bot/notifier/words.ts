import { DateTime } from 'luxon';
import { alertText } from '../../server/modules/alerts';
import { type ApprovalNotice, approvalTitle } from '../../server/modules/approvals';
import { factoryOf, personById } from '../../server/modules/identity';
import type { NudgeNotice } from '../../server/modules/reporting';
import type { OrderChangeNotice, OrderStoppedNotice } from '../../server/modules/workorders';
import { type Translate, translator } from '../../server/platform';
import { type AlertOnCard, buildAlertCard } from '../cards/alert-card';
import { type ApprovalOnCard, buildApprovalCard, decisionText } from '../cards/approval-card';
import { LAMPS } from '../cards/lamps';
import type { TemplateCard } from '../wecom';
import type { Send, ToldNotice } from './send.model';

export type Message = { readonly kind: 'card'; readonly card: TemplateCard } | { readonly kind: 'text'; readonly text: string };
export type Words = { readonly t: Translate; readonly timeZone: string; readonly now: Date; readonly publicUrl: string };

/** The language of the person and the clock of the factory. */
export async function wordsFor(factoryId: string, personId: string | null, now: Date, publicUrl: string): Promise<Words> {
  const { timeZone } = await factoryOf(factoryId);
  const person = personId ? await personById(factoryId, personId) : null;
  return { t: translator(person?.locale ?? 'zh-CN'), timeZone, now, publicUrl };
}

/** What a notice looks like in somebody's chat; null for a kind that has no words yet. */
export function messageOf(notice: ToldNotice, taskId: string, words: Words): Message | null {
  const { t, timeZone } = words;
  switch (notice.kind) {
    case 'alert':
      return { kind: 'card', card: buildAlertCard(notice.facts as AlertOnCard, t, { ...words, taskId }) };
    case 'approval':
      return { kind: 'card', card: buildApprovalCard(notice.facts as ApprovalOnCard, t, { taskId, timeZone }) };
    case 'approval_decided':
      return { kind: 'text', text: decisionForRequester(notice.facts as ApprovalOnCard, words) };
    case 'approval_not_carried_out':
      return { kind: 'text', text: notCarriedOut(notice.facts as ApprovalNotice, words) };
    case 'nudge':
      return { kind: 'text', text: nudgeText(notice.facts as NudgeNotice, words) };
    case 'order_change':
      return { kind: 'text', text: changeText(notice.facts as OrderChangeNotice, words) };
    case 'order_stopped':
      return { kind: 'text', text: stoppedText(notice.facts as OrderStoppedNotice, words) };
    default:
      return null;
  }
}

/** The same in one line, for a digest. */
export function lineOf(notice: ToldNotice, words: Words): string {
  switch (notice.kind) {
    case 'alert': {
      const alert = notice.facts as AlertOnCard;
      return `${LAMPS[alert.lamp]} ${alertText(alert, words.t, words)}`;
    }
    case 'approval_decided':
      return decisionForRequester(notice.facts as ApprovalOnCard, words);
    case 'approval':
      return words.t('bot:approval.title.pending', { title: approvalTitle((notice.facts as ApprovalOnCard).kind, words.t) });
    case 'approval_not_carried_out':
      return notCarriedOut(notice.facts as ApprovalNotice, words);
    case 'nudge':
      return nudgeText(notice.facts as NudgeNotice, words);
    case 'order_change':
      return changeText(notice.facts as OrderChangeNotice, words);
    case 'order_stopped':
      return stoppedText(notice.facts as OrderStoppedNotice, words);
    default:
      return '';
  }
}

/** A card that was sent as `send` shows how it stands with the thing now. */
export function cardNow(notice: ToldNotice, send: Pick<Send, 'taskId'>, words: Words): TemplateCard | null {
  const shown = notice.kind === 'alert_settled' ? 'alert' : notice.kind === 'approval_decided' ? 'approval' : notice.kind;
  const message = messageOf({ ...notice, kind: shown }, send.taskId ?? '', words);
  return message?.kind === 'card' ? message.card : null;
}

/** A request's card that can no longer change would go on asking, so that is said in words. An alert's is let be: nobody needs it. */
export function orElseOf(kind: ToldNotice['kind'], card: TemplateCard): string | null {
  if ((kind !== 'approval' && kind !== 'approval_decided') || !('main_title' in card)) return null;
  return [card.main_title?.title, card.replace_text].filter(Boolean).join('\n');
}

/** Which order's, which report's: a decision without what it is about would only raise a question. */
function decisionForRequester(approval: ApprovalOnCard, { t, timeZone }: Words): string {
  const title = [approvalTitle(approval.kind, t), approval.facts[0]?.value].filter(Boolean).join(' ');
  const state = approval.state === 'refused' ? 'refused' : 'approved';
  return t(`bot:approval.decided_for_requester.${state}`, { title, decision: decisionText(approval, t, timeZone) });
}

/** Approved, and refused by the rules when it was to be done: why, for who asked and who approved. */
function notCarriedOut({ kind, facts, carryOutRefusal }: ApprovalNotice, { t }: Words): string {
  const title = [approvalTitle(kind, t), facts[0]?.value].filter(Boolean).join(' ');
  return t('bot:approval.not_carried_out', { title, why: carryOutRefusal ? t(carryOutRefusal.code, carryOutRefusal) : '' });
}

/** Who asks, about what, what it waits for and how long by now. */
function nudgeText({ reason, since, ...facts }: NudgeNotice, { t, now }: Words): string {
  const sentence = t(`bot:nudge.${reason}`, facts);
  return since === null ? sentence : t('bot:nudge.since', { sentence, elapsed: elapsed(since, now, t) });
}

/** Who answered a change how, and what holds now; what stays the same is not told. */
function changeText(
  { orderNo, itemName, answeredBy, answer, from, to, choice, reason }: OrderChangeNotice,
  { t, timeZone }: Words,
): string {
  const day = (instant: string) => DateTime.fromISO(instant, { zone: timeZone }).toFormat('MM-dd');
  const what = [
    from.plannedQty === to.plannedQty ? null : t('bot:change.qty', { from: from.plannedQty, to: to.plannedQty }),
    Date.parse(from.dueAt) === Date.parse(to.dueAt) ? null : t('bot:change.due', { from: day(from.dueAt), to: day(to.dueAt) }),
  ];
  const how = answer === 'accepted' && choice ? t(`bot:change.choice.${choice}`) : reason;
  const facts = [t(`bot:change.${answer}`, { orderNo, itemName, answeredBy }), ...what, how];
  return facts.filter(Boolean).join(t('bot:change.comma'));
}

const stoppedText = ({ how, ...facts }: OrderStoppedNotice, { t }: Words): string => t(`bot:stopped.${how}`, facts);

function elapsed(since: string, now: Date, t: Translate): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 60_000));
  return minutes < 90 ? t('bot:duration.minutes', { minutes }) : t('bot:duration.hours', { hours: (minutes / 60).toFixed(1) });
}
