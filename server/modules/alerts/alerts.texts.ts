import { DateTime } from 'luxon';
import type { AlertRule } from '../../contracts/api/alerts';
import { addTexts, type Translate } from '../../platform';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

addTexts('alerts', { 'zh-CN': zh, en });

export type Clockwork = { readonly timeZone: string; readonly now: Date };
type Facts = Readonly<Record<string, unknown>>;

/** What an alert says, in one sentence. */
export function alertText(alert: { readonly rule: AlertRule; readonly facts: Facts }, t: Translate, clockwork: Clockwork): string {
  return t(`alerts:text.${alert.rule}${variantOf(alert)}`, readable(alert.facts, t, clockwork));
}

/** An order change speaks of what changes only. */
function variantOf({ rule, facts }: { readonly rule: AlertRule; readonly facts: Facts }): string {
  if (rule !== 'order_changed' || (facts.toQty && facts.toDueAt)) return '';
  return facts.toQty ? '_qty' : '_due';
}

/** The facts as people read them: instants in factory time, delays up to now, kinds as words. */
export function readable(facts: Facts, t: Translate, { timeZone, now }: Clockwork): Record<string, unknown> {
  const values: Record<string, unknown> = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value !== 'string') continue;
    if (name === 'since' || name.toLowerCase().endsWith('dueat')) values[name] = moment(value, timeZone);
    if (name === 'since' || name === 'dueAt') values.elapsed = duration(now.getTime() - Date.parse(value), t);
    if (name === 'kind') values.kind = t(`alerts:gate.${value}`);
  }
  return values;
}

const moment = (instant: string, zone: string): string => DateTime.fromISO(instant, { zone }).toFormat('MM-dd HH:mm');

function duration(ms: number, t: Translate): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return minutes < 90 ? t('alerts:duration.minutes', { minutes }) : t('alerts:duration.hours', { hours: (minutes / 60).toFixed(1) });
}
