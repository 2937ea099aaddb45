import { AppError } from '../../platform';
import { type Factory, FactoryModel } from './models/factory.model';

export type FactorySettings = Readonly<Omit<Factory, '_id'>> & { readonly id: string };

const REMEMBERED_MS = 5_000;
const remembered = new Map<string, { settings: FactorySettings; until: number }>();

/** A factory's house rules. Remembered for seconds: they change a few times a year and are asked for by every command. */
export async function factoryOf(factoryId: string): Promise<FactorySettings> {
  const known = remembered.get(factoryId);
  const now = Date.now();
  if (known && known.until > now) return known.settings;
  // Outside any transaction on purpose: settings are not part of what a command decides to write.
  const found = await FactoryModel.findById(factoryId).session(null).lean<Factory>();
  if (!found) throw new AppError('not_found', { what: 'factory' });
  const { _id, ...rest } = found;
  const settings = { id: _id, ...rest };
  remembered.set(factoryId, { settings, until: now + REMEMBERED_MS });
  return settings;
}

export async function factoryIds(): Promise<string[]> {
  return (await FactoryModel.find({}, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);
}

export function forgetFactories(): void {
  remembered.clear();
}
