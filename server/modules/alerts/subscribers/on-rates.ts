import type { RateMissing, RateSet } from '../../../contracts/events/payroll';
import { defineSubscriber } from '../../../platform';
import { raiseAlert } from '../commands/raise-alert';
import { resolveAlert } from '../commands/resolve-alert';
import type { Finding } from '../domain/rule';
import { aboutRate, coversMissing, findMissingRate } from '../domain/rules/rate-missing';
import { type Alert, AlertModel } from '../models/alert.model';

export const onRateMissing = defineSubscriber<RateMissing>({
  name: 'alerts.on-rate-missing',
  on: 'payroll.rate_missing',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(raiseAlert, findMissingRate(payload), { expected: [] });
  },
});

/** A rate ends the alert only when it prices every day that had none. */
export const onRateSet = defineSubscriber<RateSet>({
  name: 'alerts.on-rate-set',
  on: 'payroll.rate_set',
  permissions: ['alerts.raise'],
  async handle({ payload }, { factoryId, run }) {
    const about = aboutRate(payload.itemCode, payload.operationName);
    const standing = await AlertModel.findOne({ factoryId, rule: 'rate_missing', about, standing: true }).lean<Alert>();
    if (standing && coversMissing(standing.facts as Finding['facts'], payload))
      await run(resolveAlert, { rule: 'rate_missing', about }, { expected: [] });
  },
});
