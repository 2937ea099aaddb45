import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ServerState } from './commands/call';
import { SET_NAME } from './commands/diagnostics';
import { Cursors } from './engine/cursors';
import { Engine } from './engine/engine';
import { removeExpired } from './engine/expiry';
import { Sessions } from './engine/sessions';
import type { StartOptions } from './index';
import { LogStore } from './storage/log-store';
import { MemoryStore } from './storage/store';
import { type Listener, listen } from './wire/listen';

const SWEEP_MS = 60_000;
const TRANSACTION_LIFE_MS = 60_000;
/** The longest path a Unix socket may have on every system we know. */
const MAX_SOCKET_PATH = 100;

export type Served = { uri: string; salvaged: string[]; close(): Promise<void> };

/** Opens the data and serves it in this thread. */
export async function serve(options: StartOptions): Promise<Served> {
  const log =
    options.durability === 'memory'
      ? null
      : new LogStore({
          dir: options.dir,
          fsync: options.durability === 'fsync',
          maxLogBytes: options.maxLogBytes,
          salvage: options.salvage,
        });
  const engine = new Engine(log ?? new MemoryStore());
  const sessions = new Sessions(engine, TRANSACTION_LIFE_MS);
  const salvaged = await openEngine(engine, sessions, log, options.salvage === true);
  try {
    const state: ServerState = { engine, sessions, cursors: new Cursors(), host: '', failPoints: new Map() };
    const socket = options.port === undefined ? (options.socket ?? defaultSocket(options.dir)) : null;
    if (socket !== null) preparePath(socket);
    const listener = await listen(state, socket === null ? { port: options.port ?? 0 } : { path: socket });
    if (socket !== null && process.platform !== 'win32') fs.chmodSync(socket, 0o600);
    state.host = typeof listener.address === 'string' ? listener.address : `127.0.0.1:${listener.address.port}`;
    const sweeping = setInterval(() => void sweep(state), options.sweepMs ?? SWEEP_MS);
    sweeping.unref();
    // Direct, because the driver lowers the case of the hosts a replica set names, and then does not find a socket whose path has capitals.
    const uri = `mongodb://${encodeURIComponent(state.host).replace('%3A', ':')}/?replicaSet=${SET_NAME}&directConnection=true`;
    return { uri, salvaged, close: () => closeAll(listener, engine, sweeping) };
  } catch (error) {
    await engine.store.close();
    throw error;
  }
}

async function openEngine(engine: Engine, sessions: Sessions, log: LogStore | null, salvage: boolean): Promise<string[]> {
  const onSession = (raw: Uint8Array): void => sessions.restore(raw);
  if (!log) {
    engine.open(onSession);
    return [];
  }
  log.dump = () => engine.catalog.dump(sessions.dump());
  const duplicates: Uint8Array[] = [];
  engine.open(onSession, salvage ? (record) => duplicates.push(record.raw) : undefined);
  try {
    return await log.rewriteAfterSalvage(duplicates);
  } catch (error) {
    await log.close();
    throw error;
  }
}

async function closeAll(listener: Listener, engine: Engine, sweeping: NodeJS.Timeout): Promise<void> {
  clearInterval(sweeping);
  await listener.close();
  await engine.store.close();
}

async function sweep({ engine, sessions, cursors }: ServerState): Promise<void> {
  const now = Date.now();
  sessions.sweep(now);
  cursors.closeIdle(now);
  if (engine.store.failure) return;
  await removeExpired(engine, now).catch((error: Error) =>
    process.emitWarning(`embedded store: removing expired documents failed: ${error.message}`),
  );
}

/** A place that only this user can reach: in the data directory, or under the system's temporary one when that path is too long. */
function defaultSocket(dir: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\embedded-mongodb-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const inside = path.resolve(dir, 'run', 'mongodb.sock');
  if (dir !== '' && Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  return path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-mongodb-')), 'mongodb.sock');
}

function preparePath(socket: string): void {
  if (process.platform === 'win32') return;
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  // Left behind by a crash; the lock on the data directory says that nobody listens there.
  fs.rmSync(socket, { force: true });
}
