import { acknowledgeAlert } from '../../server/modules/alerts';
import { parseAlertKey } from '../cards/alert-card';
import type { CardAction } from './define-action';

/** 「我来处理」. Somebody else's, or over: the card says so, and so do words, since the person expected to have it now. */
export const acknowledgeAlertTapped: CardAction = async ({ buttonKey }, { run, t }) => {
  const key = parseAlertKey(buttonKey);
  if (!key) return null;
  const outcome = await run(acknowledgeAlert, key);
  if (outcome.kind === 'accepted') {
    const { state, acknowledgedBy } = outcome.value;
    return { nowOnCard: { state, acknowledgedBy: acknowledgedBy?.name ?? null } };
  }
  const { refusal } = outcome;
  if (refusal.code !== 'alert_not_open')
    return { reply: { key: 'chat.refused', values: { message: t(`errors:${refusal.code}`, refusal) } } };
  const acknowledgedBy = refusal.acknowledgedBy?.name ?? null;
  return {
    reply: refusal.state === 'resolved' ? { key: 'alert.over' } : { key: 'alert.taken', values: { name: acknowledgedBy } },
    nowOnCard: { state: refusal.state, acknowledgedBy },
  };
};
