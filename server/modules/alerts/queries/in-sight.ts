import type { QueryFilter } from 'mongoose';
import type { Scope } from '../../../platform';
import type { Alert } from '../models/alert.model';

/** Alerts of one's own workshops and of the whole factory. */
export function inSight({ factoryId, workshopIds }: Scope): QueryFilter<Alert> {
  return workshopIds === 'all' ? { factoryId } : { factoryId, workshopId: { $in: [...workshopIds, null] } };
}
