import type { ReportReversed, WorkReported } from '../../../contracts/events/reporting';
import { defineSubscriber, lookUpTogether } from '../../../platform';
import { factoryOf } from '../../identity';
import { raiseAlert } from '../commands/raise-alert';
import { resolveAlert } from '../commands/resolve-alert';
import { aboutOperation, findHighScrap } from '../domain/rules/scrap-rate-high';
import { type Alert, AlertModel } from '../models/alert.model';

const standingAlert = lookUpTogether(async (factoryId, abouts) => {
  const filter = { factoryId, rule: 'scrap_rate_high', about: { $in: [...abouts] }, standing: true } as const;
  const standing = await AlertModel.find(filter, { about: 1 }).session(null).lean<Pick<Alert, '_id' | 'about'>[]>();
  return new Map(standing.map((alert) => [alert.about, alert]));
});

/** Watches the scrap of an operation with every report. Facts of one order come in order, so the last one says what is true. */
export const onReports = defineSubscriber<WorkReported | ReportReversed>({
  name: 'alerts.on-reports',
  on: ['reporting.work_reported', 'reporting.report_reversed'],
  permissions: ['alerts.raise'],
  async handle({ payload }, { factoryId, run }) {
    const { scrapRateLimit } = await factoryOf(factoryId);
    const finding = findHighScrap(payload, scrapRateLimit);
    if (finding) {
      await run(raiseAlert, finding, { expected: [], part: 'raise' });
      return;
    }
    // Nearly every report is a good one: look before writing that nothing is wrong.
    const about = aboutOperation(payload.operationId);
    if (await standingAlert(factoryId, about))
      await run(resolveAlert, { rule: 'scrap_rate_high', about }, { expected: [], part: 'resolve' });
  },
});
