import { defineModule } from '../../platform';
import { routes } from './alerts.routes';
import { watchDueDates } from './jobs/watch-due-dates.job';
import { watchOpenGates } from './jobs/watch-open-gates.job';
import { onInspectionDecided, onInspectionOpened } from './subscribers/on-inspections';
import { onChangeAnswered, onChangeRequested, onCompleted, onEnded, onReleased, onReopened } from './subscribers/on-order-facts';
import { onRateMissing, onRateSet } from './subscribers/on-rates';
import { onReports } from './subscribers/on-reports';

/** Telling the owners needs a channel, so those subscribers are made by `tellPeople` and added by the composition root. */
export const alerts = defineModule({
  name: 'alerts',
  routes,
  subscribers: [
    onReleased,
    onCompleted,
    onReopened,
    onEnded,
    onChangeRequested,
    onChangeAnswered,
    onReports,
    onInspectionOpened,
    onInspectionDecided,
    onRateMissing,
    onRateSet,
  ],
  jobs: [watchDueDates, watchOpenGates],
});
