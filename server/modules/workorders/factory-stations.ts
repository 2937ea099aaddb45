import { type Station, StationModel } from './models/station.model';

const REMEMBERED_MS = 5_000;
const remembered = new Map<string, { names: ReadonlyMap<string, string>; until: number }>();

/** Station names by code. Remembered for seconds: every task card and every receipt shows them, and they hardly ever change. */
export async function stationNamesOf(factoryId: string): Promise<ReadonlyMap<string, string>> {
  const known = remembered.get(factoryId);
  const now = Date.now();
  if (known && known.until > now) return known.names;
  // Outside any transaction on purpose: a name on a card is not part of what a command decides.
  const stations = await StationModel.find({ factoryId }, { code: 1, name: 1 }).session(null).lean<Pick<Station, 'code' | 'name'>[]>();
  const names = new Map(stations.map(({ code, name }) => [code, name]));
  remembered.set(factoryId, { names, until: now + REMEMBERED_MS });
  return names;
}

export function forgetStations(factoryId: string): void {
  remembered.delete(factoryId);
}
