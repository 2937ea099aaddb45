import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { buildIndexes } from '../../server/platform/database/build-indexes';

let indexed = 0;

/** Connects this test file to a database of its own and builds the indexes of every model that is known by now. */
export async function openStore(): Promise<void> {
  if (mongoose.connection.readyState !== 1) {
    const uri = process.env.STORE_URI;
    if (!uri) throw new Error('STORE_URI is not set: tests/support/start-store.ts did not run');
    await mongoose.connect(uri, { dbName: `t${process.env.JEST_WORKER_ID ?? '0'}_${randomBytes(6).toString('hex')}` });
  }
  const known = Object.keys(mongoose.models).length;
  if (known !== indexed) {
    await buildIndexes();
    indexed = known;
  }
}
