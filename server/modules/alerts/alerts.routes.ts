import { alertDto, alertPage } from '../../contracts/api/alerts';
import { commandRoute, queryRoute } from '../../platform';
import { acknowledgeAlert } from './commands/acknowledge-alert';
import { alertsInSight } from './queries/alerts-in-sight';

export const routes = [
  queryRoute('/alerts', alertsInSight, alertPage),
  commandRoute('/alerts/:alertId/acknowledge', acknowledgeAlert, alertDto),
];
