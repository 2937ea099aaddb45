import { ALERT_STATES, type AlertDto } from '../../../contracts/api/alerts';
import { type Actor, inBatches } from '../../../platform';
import { presentAlertsTo } from '../alerts.presenter';
import { type Alert, AlertModel } from '../models/alert.model';
import { inSight } from './in-sight';

const BATCH = 50;

/** Alerts that the asker may see, in batches: standing ones first, then the resolved, the oldest first. */
export async function* everyAlert(actor: Actor, now: Date): AsyncGenerator<AlertDto[]> {
  for (const state of ALERT_STATES) {
    const rows = AlertModel.find({ ...inSight(actor.scope), state })
      .sort({ raisedAt: 1 })
      .lean<Alert[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield await presentAlertsTo(actor, batch as Alert[], now);
  }
}
