import { namesOf } from '../identity';
import type { Stop } from './domain/hold';

type Why = Pick<Stop, 'reason' | 'at'> & Partial<Pick<Stop, 'mergedInto'>>;

/** Somebody's stop, with the name that everybody is shown who runs into it. */
export async function stopBy(factoryId: string, byId: string, { reason, at, mergedInto = null }: Why): Promise<Stop> {
  const names = await namesOf(factoryId, [byId]);
  return { byId, byName: names.get(byId) ?? byId, at, reason, mergedInto };
}
