import {
  approvalReceiptDto,
  correctionReceiptDto,
  reportReceiptDto,
  shiftSummaryDto,
  unplacedReportDto,
  unplacedReportPage,
  workReportPage,
  workTimeReceiptDto,
} from '../../contracts/api/reporting';
import { nudgeReceiptDto, teamNowDto } from '../../contracts/api/team';
import { commandRoute, queryRoute } from '../../platform';
import { correctReport } from './commands/correct-report';
import { nudgeOperation } from './commands/nudge-operation';
import { pauseWork } from './commands/pause-work';
import { reportRework } from './commands/report-rework';
import { reportWork } from './commands/report-work';
import { requestCorrection } from './commands/request-correction';
import { requestOverProduction } from './commands/request-over-production';
import { resolveUnplacedReport } from './commands/resolve-unplaced-report';
import { resumeWork } from './commands/resume-work';
import { startWork } from './commands/start-work';
import { reportsOf } from './queries/reports-of';
import { shiftSummary } from './queries/shift-summary';
import { teamNow } from './queries/team-now';
import { unplacedReports } from './queries/unplaced-reports';

export const routes = [
  commandRoute('/operations/:operationId/start', startWork, workTimeReceiptDto),
  commandRoute('/operations/:operationId/pause', pauseWork, workTimeReceiptDto),
  commandRoute('/operations/:operationId/resume', resumeWork, workTimeReceiptDto),
  commandRoute('/operations/:operationId/over-production-requests', requestOverProduction, approvalReceiptDto, 201),
  commandRoute('/work-reports', reportWork, reportReceiptDto, 201),
  commandRoute('/rework-reports', reportRework, reportReceiptDto, 201),
  commandRoute('/work-reports/:reportId/correction', correctReport, correctionReceiptDto, 201),
  commandRoute('/work-reports/:reportId/correction-requests', requestCorrection, approvalReceiptDto, 201),
  queryRoute('/work-reports', reportsOf, workReportPage),
  queryRoute('/unplaced-reports', unplacedReports, unplacedReportPage),
  commandRoute('/unplaced-reports/:unplacedId/resolution', resolveUnplacedReport, unplacedReportDto),
  queryRoute('/team/now', teamNow, teamNowDto),
  commandRoute('/operations/:operationId/nudge', nudgeOperation, nudgeReceiptDto),
  queryRoute('/my/shift', shiftSummary, shiftSummaryDto),
];
