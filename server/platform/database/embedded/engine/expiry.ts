import { toNum } from '../bson-values/kinds';
import type { Collection } from './collection';
import type { Engine } from './engine';
import { select } from './select';
import { LockWait } from './transaction';

/** Removes the documents whose TTL index says that their time is over; those a transaction is writing wait for the next round. */
export async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.collections()) {
    for (const { spec, fields } of [...collection.state.indexes.values()]) {
      const path = fields[0]?.path;
      if (spec.expireAfterSeconds === undefined || path === undefined) continue;
      await removeBefore(engine, collection, path, new Date(now - toNum(spec.expireAfterSeconds) * 1000));
    }
  }
  await engine.store.sync();
}

async function removeBefore(engine: Engine, collection: Collection, path: string, before: Date): Promise<void> {
  for (const record of await select(collection.state, { filter: { [path]: { $lte: before } }, ctx: {} })) {
    if (collection.state.get(record.rid) !== record || !engine.catalog.holds(collection)) continue;
    try {
      engine.remove(collection, null, record);
    } catch (error) {
      if (!(error instanceof LockWait)) throw error;
    }
  }
}
