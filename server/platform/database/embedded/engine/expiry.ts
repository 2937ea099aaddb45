import { toNum } from '../bson-values/kinds';
import type { Collection } from './catalog';
import type { Engine } from './engine';
import { select } from './select';
import { LockWait } from './transaction';

/** Removes the documents whose TTL index says that their time is over; those a transaction is writing wait for the next round. */
export async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.collections()) {
    for (const { spec } of [...collection.state.indexes.values()]) {
      const [path] = Object.keys(spec.key);
      if (spec.expireAfterSeconds !== undefined && path !== undefined)
        await removeBefore(engine, collection, path, new Date(now - toNum(spec.expireAfterSeconds) * 1000));
    }
  }
  await engine.store.sync();
}

async function removeBefore(engine: Engine, collection: Collection, path: string, time: Date): Promise<void> {
  for (const record of await select(collection.state, { filter: { [path]: { $lte: time } }, ctx: {} })) {
    if (collection.state.get(record.rid) !== record || !engine.catalog.holds(collection)) continue;
    try {
      engine.remove(collection, null, record);
    } catch (error) {
      if (!(error instanceof LockWait)) throw error;
    }
  }
}
