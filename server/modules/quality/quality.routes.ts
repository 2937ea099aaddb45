import { inspectionDto, inspectionPage } from '../../contracts/api/quality';
import { operationDto } from '../../contracts/api/workorders';
import { commandRoute, queryRoute } from '../../platform';
import { decideInspection } from './commands/decide-inspection';
import { reopenFirstArticle } from './commands/reopen-first-article';
import { requestConcession } from './commands/request-concession';
import { requestInspection } from './commands/request-inspection';
import { inspections } from './queries/inspections';

export const routes = [
  queryRoute('/inspections', inspections, inspectionPage),
  commandRoute('/inspections', requestInspection, inspectionDto, 201),
  commandRoute('/inspections/:inspectionId/decision', decideInspection, inspectionDto),
  commandRoute('/inspections/:inspectionId/concession', requestConcession, inspectionDto),
  commandRoute('/operations/:operationId/first-article', reopenFirstArticle, operationDto),
];
