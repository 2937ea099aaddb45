import { AppError } from '../../platform';
import { type Factory, FactoryModel, FIRST_ARTICLE_REOPENS, type FirstArticleReopens } from './models/factory.model';

export type FactorySettings = Readonly<Omit<Factory, '_id' | 'firstArticleReopens'>> & {
  readonly id: string;
  readonly firstArticleReopens: FirstArticleReopens;
};

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
  // A factory from before there was this rule has the usual one.
  const settings = { firstArticleReopens: FIRST_ARTICLE_REOPENS, ...rest, id: _id };
  remembered.set(factoryId, { settings, until: now + REMEMBERED_MS });
  return settings;
}

export async function factoryIds(): Promise<string[]> {
  return (await FactoryModel.find({}, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);
}

export function forgetFactories(): void {
  remembered.clear();
}
