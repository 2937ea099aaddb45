import type { AlertDto } from '../../contracts/api/alerts';
import { type Actor, translator } from '../../platform';
import { factoryOf, namesOf, personById } from '../identity';
import { alertText } from './alerts.texts';
import { RULES } from './domain/rules';
import type { Alert } from './models/alert.model';

/** One alert as one person reads it. */
export async function presentAlertTo(actor: Actor, alert: Alert, now: Date): Promise<AlertDto> {
  const [presented] = await presentAlertsTo(actor, [alert], now);
  if (!presented) throw new Error('alerts: nothing presented');
  return presented;
}

/** Alerts in the language of who reads them, with everybody's name; `now` is what a delay is counted up to. */
export async function presentAlertsTo(actor: Actor, alerts: readonly Alert[], now: Date): Promise<AlertDto[]> {
  const { factoryId } = actor.scope;
  const { timeZone } = await factoryOf(factoryId);
  const reader = actor.kind === 'person' ? await personById(factoryId, actor.id) : null;
  const t = translator(reader?.locale ?? 'zh-CN');
  const names = await namesOf(
    factoryId,
    alerts.flatMap(({ ownerIds, acknowledgedById }) => [...ownerIds, ...(acknowledgedById ? [acknowledgedById] : [])]),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? id });
  return alerts.map((alert) => ({
    id: alert._id.toHexString(),
    rule: alert.rule,
    state: alert.state,
    lamp: RULES[alert.rule].lamp,
    subject: alert.about,
    facts: alert.facts,
    text: alertText(alert, t, { timeZone, now: alert.resolvedAt ?? now }),
    owners: alert.ownerIds.map(person),
    raisedAt: alert.raisedAt.toISOString(),
    acknowledgedBy: alert.acknowledgedById ? person(alert.acknowledgedById) : null,
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
  }));
}
