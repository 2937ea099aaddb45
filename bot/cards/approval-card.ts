import { DateTime } from 'luxon';
import type { ApprovalKind } from '../../server/contracts/api/approvals';
import { approvalTitle, factLabel } from '../../server/modules/approvals';
import type { Translate } from '../../server/platform';
import { type ButtonCard, cutToCharacters } from '../wecom';
import { BUTTON_LENGTH, cardFacts, DESC_LENGTH, MOST_FACTS, SUBTITLE_LENGTH, TITLE_LENGTH, VALUE_LENGTH } from './fit';

/** A request as a card needs it; names are names, instants ISO 8601, labels keys of the approvals' texts. */
export type ApprovalOnCard = {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  readonly state: 'pending' | 'approved' | 'refused';
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
};

export const REFUSAL_REASONS = ['not_needed', 'no_material', 'no_capacity', 'facts_wrong', 'ask_me'] as const;
export const REASON_QUESTION = 'reason';
type Fact = { readonly label: string; readonly value: string };
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const KEY = /^approval:(approved|refused):([0-9a-f]{24})$/;

/** All the facts and two buttons. Once decided, who and when stands in place of the buttons. */
export function buildApprovalCard(approval: ApprovalOnCard, t: Translate, place: { taskId: string; timeZone: string }): ButtonCard {
  const { approvalId, kind, state } = approval;
  const facts = approval.facts.map(({ label, value }) => ({ label: factLabel(label, t), value: readable(value, place.timeZone) }));
  const { lines, rest } = cardFacts(withRoomForAll(facts));
  const why = [t('bot:approval.reason', { reason: approval.reason }), rest].filter(Boolean).join('\n');
  return {
    card_type: 'button_interaction',
    task_id: place.taskId,
    main_title: {
      title: cutToCharacters(t(`bot:approval.title.${state}`, { title: approvalTitle(kind, t) }), TITLE_LENGTH),
      desc: cutToCharacters(
        t('bot:approval.from', { name: approval.requestedBy, at: timeOf(approval.requestedAt, place.timeZone) }),
        DESC_LENGTH,
      ),
    },
    sub_title_text: cutToCharacters(why, SUBTITLE_LENGTH),
    horizontal_content_list: lines,
    ...(state === 'pending'
      ? {
          button_selection: {
            question_key: REASON_QUESTION,
            title: t('bot:approval.reasons'),
            option_list: REFUSAL_REASONS.map((id) => ({ id, text: t(`bot:approval.because.${id}`) })),
          },
        }
      : { replace_text: decisionText(approval, t, place.timeZone) }),
    button_list: [
      { text: approveText(approval, t), style: 1, key: `approval:approved:${approvalId}` },
      { text: t('bot:approval.refuse'), style: 2, key: `approval:refused:${approvalId}` },
    ],
  };
}

/** One fact more than there are lines, and it would stand apart from the others: what the request is about then shares the first line. */
function withRoomForAll(facts: readonly Fact[]): readonly Fact[] {
  const [first, second, ...others] = facts;
  if (!first || !second || facts.length !== MOST_FACTS + 1) return facts;
  const value = `${first.value} · ${second.value}`;
  return [...value].length <= VALUE_LENGTH ? [{ label: first.label, value }, ...others] : facts;
}

const readable = (value: string, zone: string): string => (INSTANT.test(value) ? timeOf(value, zone) : value);

/** The button says what it will do: 「同意超产 15 件」. */
function approveText({ kind, facts }: ApprovalOnCard, t: Translate): string {
  const qty = facts.find(({ label }) => label === 'qty')?.value ?? '';
  const text = t(`bot:approval.approve.${kind}`, { qty }).trim();
  return [...text].length <= BUTTON_LENGTH ? text : t(`bot:approval.approve.${kind}`, { qty: '' }).trim();
}

/** Who decided what, when, and why: for the card, and for whoever asked. */
export function decisionText(
  approval: Pick<ApprovalOnCard, 'state' | 'decidedBy' | 'decidedAt' | 'decisionReason'>,
  t: Translate,
  timeZone: string,
): string {
  const { state, decidedBy, decidedAt, decisionReason } = approval;
  return t(`bot:approval.${state}${decisionReason ? '_because' : ''}`, {
    name: decidedBy,
    at: decidedAt ? timeOf(decidedAt, timeZone) : '',
    reason: decisionReason,
  });
}

export function parseApprovalKey(key: string): { decision: 'approved' | 'refused'; approvalId: string } | null {
  const [, decision, approvalId] = KEY.exec(key) ?? [];
  return (decision === 'approved' || decision === 'refused') && approvalId ? { decision, approvalId } : null;
}

const timeOf = (instant: string, zone: string): string => DateTime.fromISO(instant, { zone }).toFormat('MM-dd HH:mm');
