import * as z from 'zod/mini';
import {
  correctionReceiptDto,
  reportReceiptDto,
  shiftSummaryDto,
  workReportPage,
  workTimeReceiptDto,
} from '../../../server/contracts/api/reporting';
import {
  correctReport,
  pauseWork,
  reporting,
  reportRework,
  reportsOf,
  reportWork,
  shiftSummary,
  startWork,
} from '../../../server/modules/reporting';
import { asPerson, demoFactory } from '../../support';
import { plannedOrder } from '../workorders/planned-order';
import { minutesAgo, operationAt, reportOf } from './shop-floor';

test('every answer is what its contract says', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const wang = asPerson(factory.wang);
  const time = () => ({ operationId: op10, occurredAt: minutesAgo(0) });
  const started = await wang.must(startWork, time());
  const reported = await wang.must(reportWork, reportOf(op10, { good: '20', scrap: '1', rework: '2' }));
  const reworked = await wang.must(reportRework, { ...time(), goodQty: '2', scrap: [] });
  const corrected = await wang.must(correctReport, { reportId: reworked.report.id, reason: '数错了', occurredAt: minutesAgo(0) });
  const paused = await wang.must(pauseWork, time());

  for (const [contract, answer] of [
    [workTimeReceiptDto, started],
    [workTimeReceiptDto, paused],
    [reportReceiptDto, reported],
    [reportReceiptDto, reworked],
    [correctionReceiptDto, corrected],
    [workReportPage, await wang.ask(reportsOf, { limit: 50 })],
    [shiftSummaryDto, await wang.ask(shiftSummary, {})],
  ] as const) {
    const parsed = z.safeParse(contract as z.ZodMiniType, JSON.parse(JSON.stringify(answer)));
    expect(parsed.error?.issues ?? []).toEqual([]);
  }
  expect(reported).toMatchObject({
    report: { reportNo: expect.stringMatching(/^R-[0-9A-Z]{4}-[0-9A-Z]{5}$/), kind: 'report', person: { name: '王强' }, reversed: false },
    operation: { goodQty: '20', scrapQty: '1', inReworkQty: '2', readyQty: '82', targetQty: '100', releasedQty: '105' },
  });
});

test('the endpoints are where everybody expects them', () => {
  expect(reporting.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /operations/:operationId/start',
    'POST /operations/:operationId/pause',
    'POST /operations/:operationId/resume',
    'POST /operations/:operationId/over-production-requests',
    'POST /work-reports',
    'POST /rework-reports',
    'POST /work-reports/:reportId/correction',
    'POST /work-reports/:reportId/correction-requests',
    'GET /work-reports',
    'GET /unplaced-reports',
    'POST /unplaced-reports/:unplacedId/resolution',
    'GET /team/now',
    'POST /operations/:operationId/nudge',
    'GET /my/shift',
  ]);
});
