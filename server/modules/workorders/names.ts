import type { PersonRef } from '../../contracts/api/primitives';
import { namesOf, peopleWho } from '../identity';
import type { OrderState } from './domain/order-state';
import { stationNamesOf } from './factory-stations';

/** Who and what the ids of some orders stand for; looked up once for a whole page. */
export type Names = {
  readonly person: (personId: string) => PersonRef;
  readonly station: (stationCode: string) => { code: string; name: string };
  readonly inspectorsOf: (workshopId: string) => PersonRef[];
};

/** Looks up only what these orders need: no question for people, stations or inspectors when nothing refers to one. */
export async function namesFor(
  factoryId: string,
  orders: readonly OrderState[],
  include: (operationId: string) => boolean = () => true,
): Promise<Names> {
  const shown = orders.flatMap((order) => order.operations.filter(({ id }) => include(id)).map((operation) => ({ order, operation })));
  const personIds = shown.flatMap(({ order, operation }) => [
    ...operation.assignedPersonIds,
    ...operation.workingPersonIds,
    ...[operation.firstArticle, operation.finalRelease].flatMap(({ concession }) => (concession ? [concession.byId] : [])),
    ...(order.halt ? [order.halt.byId] : []),
  ]);
  const people = personIds.length > 0 ? await namesOf(factoryId, personIds) : new Map<string, string>();
  const stations = shown.some(({ operation }) => operation.stationCode !== null)
    ? await stationNamesOf(factoryId)
    : new Map<string, string>();
  const waiting = shown.filter(({ operation }) => [operation.firstArticle, operation.finalRelease].some(waitsForInspector));
  const inspectors = new Map<string, PersonRef[]>();
  for (const workshopId of new Set(waiting.map(({ order }) => order.workshopId))) {
    inspectors.set(workshopId, await peopleWho(factoryId, 'quality.inspect', workshopId));
  }
  return {
    person: (id) => ({ id, name: people.get(id) ?? id }),
    station: (code) => ({ code, name: stations.get(code) ?? code }),
    inspectorsOf: (workshopId) => inspectors.get(workshopId) ?? [],
  };
}

/** A gate that somebody has to lift before work can go on. */
export const waitsForInspector = ({ state }: { readonly state: string }): boolean => state === 'open' || state === 'failed';
