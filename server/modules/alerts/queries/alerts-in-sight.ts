import { alertsQuery } from '../../../contracts/api/alerts';
import { defineQuery } from '../../../platform';
import { presentAlertsTo } from '../alerts.presenter';
import { inNeedOrder } from '../domain/need';
import { type Alert, AlertModel } from '../models/alert.model';
import { inSight } from './in-sight';

/** More stand at once only when a whole workshop is down, and then the first of them say so. */
const MOST_STANDING = 500;

/**
 * Standing alerts, those that need somebody first: nobody has taken them on, then the louder lamp, then the older. Resolved ones
 * only when asked for, newest first.
 */
export const alertsInSight = defineQuery({
  name: 'alerts.in-sight',
  permission: 'alerts.read',
  input: alertsQuery,
  async run({ state, limit }, { actor, scope, now }) {
    if (state === 'resolved') {
      const resolved = await AlertModel.find({ ...inSight(scope), state })
        .sort({ raisedAt: -1 })
        .limit(limit)
        .lean<Alert[]>();
      return { items: await presentAlertsTo(actor, resolved, now) };
    }
    const standing = await AlertModel.find({ ...inSight(scope), state: state ?? { $in: ['open', 'acknowledged'] } })
      .sort({ raisedAt: 1 })
      .limit(MOST_STANDING)
      .lean<Alert[]>();
    return { items: await presentAlertsTo(actor, inNeedOrder(standing).slice(0, limit), now) };
  },
});
