import path from 'node:path';
import mongoose from 'mongoose';
import type { Logger } from 'pino';
import { start } from './embedded';

export type Store = { readonly engine: 'embedded' | 'mongodb'; close(): Promise<void> };

/**
 * Connects mongoose to one of two engines: the MongoDB of MONGODB_URI, or the embedded one when that is not set. The engine never
 * changes by itself because something happens to be installed: data would seem to vanish.
 */
export async function connectStore(
  config: { mongodbUri: string | null; dataDir: string; durability: 'fsync' | 'write' },
  logger: Logger,
  /** Told when the embedded engine has ended by itself: nothing can be read or written any more. */
  onLost: (error: Error) => void = (error) => logger.fatal({ err: error }, 'the embedded store has ended'),
): Promise<Store> {
  if (config.mongodbUri) {
    await mongoose.connect(config.mongodbUri, {
      appName: 'chejiantong',
      serverSelectionTimeoutMS: 10_000,
      writeConcern: { w: 'majority', journal: true },
    });
    await demandReplicaSet();
    return { engine: 'mongodb', close: () => mongoose.disconnect() };
  }
  const embedded = await start({ dir: path.join(config.dataDir, 'store'), durability: config.durability, onExit: onLost });
  await mongoose.connect(embedded.uri, { dbName: 'chejiantong', maxPoolSize: 64 });
  logger.debug({ dir: config.dataDir }, 'embedded store open');
  return {
    engine: 'embedded',
    async close() {
      await mongoose.disconnect();
      await embedded.close();
    },
  };
}

async function demandReplicaSet(): Promise<void> {
  const hello = await mongoose.connection.db?.admin().command({ hello: 1 });
  if (!hello?.setName && hello?.msg !== 'isdbgrid') {
    await mongoose.disconnect();
    throw new Error(
      'MONGODB_URI: transactions need a replica set (a single node is enough): start mongod with --replSet and run rs.initiate()',
    );
  }
}
