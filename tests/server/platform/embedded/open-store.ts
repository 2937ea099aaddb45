import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ClientSession, type Db, MongoClient } from 'mongodb';
import { type StartOptions, start } from '../../../../server/platform/database/embedded';

/** An embedded store in this thread with a client; `directory` is temporary unless given. */
export type OpenStore = { client: MongoClient; db: Db; uri: string; dir: string; salvaged: string[]; close(): Promise<void> };

export const temporaryDirectory = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-'));

export async function openStore(options: Partial<StartOptions> = {}): Promise<OpenStore> {
  const dir = options.dir ?? temporaryDirectory();
  const store = await start({ durability: 'write', inProcess: true, ...options, dir });
  const client = new MongoClient(store.uri);
  await client.connect();
  const close = async (): Promise<void> => {
    await client.close();
    await store.close();
    if (options.dir === undefined) fs.rmSync(dir, { recursive: true, force: true });
  };
  return { client, db: client.db('shop'), uri: store.uri, dir, salvaged: store.salvaged, close };
}

/** A started transaction; the caller commits or aborts it. */
export function beginTransaction({ client }: OpenStore): ClientSession {
  const session = client.startSession();
  session.startTransaction();
  return session;
}

/** The same sequence of numbers from 0 to 1 for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
