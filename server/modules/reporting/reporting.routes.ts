import {
  approvalReceiptDto,
  correctionReceiptDto,
  reportReceiptDto,
  shiftSummaryDto,
  workReportPage,
  workTimeReceiptDto,
} from '../../contracts/api/reporting';
import { commandRoute, queryRoute } from '../../platform';
import { correctReport } from './commands/correct-report';
import { pauseWork } from './commands/pause-work';
import { reportRework } from './commands/report-rework';
import { reportWork } from './commands/report-work';
import { requestCorrection } from './commands/request-correction';
import { requestOverProduction } from './commands/request-over-production';
import { resumeWork } from './commands/resume-work';
import { startWork } from './commands/start-work';
import { reportsOf } from './queries/reports-of';
import { shiftSummary } from './queries/shift-summary';

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
  queryRoute('/my/shift', shiftSummary, shiftSummaryDto),
];
