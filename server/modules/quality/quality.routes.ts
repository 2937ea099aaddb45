import { inspectionDto, inspectionPage } from '../../contracts/api/quality';
import { commandRoute, queryRoute } from '../../platform';
import { decideInspection } from './commands/decide-inspection';
import { requestInspection } from './commands/request-inspection';
import { inspections } from './queries/inspections';

export const routes = [
  queryRoute('/inspections', inspections, inspectionPage),
  commandRoute('/inspections', requestInspection, inspectionDto, 201),
  commandRoute('/inspections/:inspectionId/decision', decideInspection, inspectionDto),
];
