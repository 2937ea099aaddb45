import type { AlertRule } from '../../server/contracts/api/alerts';
import { alertText, readable } from '../../server/modules/alerts';
import type { Translate } from '../../server/platform';
import { type ButtonCard, cutToCharacters } from '../wecom';
import { cardFacts, SUBTITLE_LENGTH, TITLE_LENGTH } from './fit';
import { LAMPS } from './lamps';

/** An alert as a card needs it: the facts of its rule, and who has it. */
export type AlertOnCard = {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly lamp: keyof typeof LAMPS;
  readonly state: 'open' | 'acknowledged' | 'resolved';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly acknowledgedBy: string | null;
};

/** What stands on the card beside the sentence, by rule; labels are `bot:fact.<name>`. */
const SHOWN: Readonly<Record<AlertRule, readonly string[]>> = {
  operation_late: ['orderNo', 'itemName', 'dueAt', 'elapsed'],
  scrap_rate_high: ['orderNo', 'operationName', 'scrapRate', 'goodQty', 'scrapQty'],
  gate_waiting_long: ['orderNo', 'operationName', 'kind', 'elapsed'],
  order_changed: ['orderNo', 'fromQty', 'toQty', 'fromDueAt', 'toDueAt'],
  rate_missing: ['itemCode', 'operationName', 'fromDate', 'toDate'],
};
const KEY = /^alert:acknowledge:([0-9a-f]{24})$/;

/** One sentence, the facts, one button. Once somebody has it, the name stands in place of the button. */
export function buildAlertCard(
  alert: AlertOnCard,
  t: Translate,
  place: { taskId: string; timeZone: string; now: Date; publicUrl: string },
): ButtonCard {
  const values = readable(alert.facts, t, place);
  const shown = SHOWN[alert.rule].map((name) => ({ label: t(`bot:fact.${name}`), value: String(values[name] ?? '') }));
  const { lines, rest } = cardFacts(shown.filter(({ value }) => value !== ''));
  const sentence = alertText(alert, t, place);
  return {
    card_type: 'button_interaction',
    task_id: place.taskId,
    main_title: { title: cutToCharacters(`${LAMPS[alert.lamp]} ${t(`bot:alert.title.${alert.rule}`)}`, TITLE_LENGTH) },
    sub_title_text: cutToCharacters([sentence, rest].filter(Boolean).join('\n'), SUBTITLE_LENGTH),
    horizontal_content_list: lines,
    card_action: { type: 1, url: `${place.publicUrl}/app/` },
    ...(alert.state === 'open' ? {} : { replace_text: t(`bot:alert.${alert.state}`, { name: alert.acknowledgedBy }) }),
    button_list: [{ text: t('bot:alert.acknowledge'), style: 1, key: `alert:acknowledge:${alert.alertId}` }],
  };
}

export function parseAlertKey(key: string): { alertId: string } | null {
  const [, alertId] = KEY.exec(key) ?? [];
  return alertId ? { alertId } : null;
}
