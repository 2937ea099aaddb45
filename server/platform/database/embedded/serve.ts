import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ServerState } from './commands/call';
import { SET_NAME } from './commands/diagnostics';
import { Cursors } from './engine/cursors';
import { Engine } from './engine/engine';
import { Sessions } from './engine/sessions';
import type { EmbeddedStore, StartOptions } from './index';
import { LogStore } from './storage/log-store';
import { listen } from './wire/listen';

/** Opens the data and serves it in this thread. */
export async function serve(options: StartOptions): Promise<EmbeddedStore> {
  const store: LogStore = new LogStore(options, () => engine.catalog.dump(sessions.dump()));
  const engine = new Engine(store);
  const sessions = new Sessions(engine);
  try {
    const duplicates: Uint8Array[] = [];
    engine.catalog.open((raw) => sessions.restore(raw), options.salvage ? duplicates : null);
    const salvaged = await store.rewriteAfterSalvage(duplicates);
    const state: ServerState = { engine, sessions, cursors: new Cursors(), host: '', failPoints: new Map() };
    // The driver knows no pipes, which is what Windows has in place of sockets.
    const onPort = options.port !== undefined || process.platform === 'win32';
    const listener = await listen(state, onPort ? { port: options.port ?? 0 } : { path: prepareSocket(options.dir) });
    if (typeof listener.address === 'string') fs.chmodSync(listener.address, 0o600);
    state.host = typeof listener.address === 'string' ? listener.address : `127.0.0.1:${listener.address.port}`;
    const sweep = (): void => {
      sessions.sweep();
      state.cursors.closeIdle();
      engine.removeExpired().catch((error: Error) => process.emitWarning(`embedded store: expired documents stay: ${error.message}`));
    };
    const sweeping = setInterval(sweep, options.sweepMs ?? 60_000);
    sweeping.unref();
    const close = async (): Promise<void> => {
      clearInterval(sweeping);
      await listener.close();
      await store.close();
    };
    // Direct, because the driver lowers the case of the hosts a replica set names, and then does not find a socket whose path has capitals.
    const uri = `mongodb://${encodeURIComponent(state.host).replace('%3A', ':')}/?replicaSet=${SET_NAME}&directConnection=true`;
    return { uri, salvaged, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A place that only this user can reach: in the data directory, or under the system's temporary one when that path is too long. */
function prepareSocket(dir: string): string {
  const inside = path.resolve(dir, 'run', 'mongodb.sock');
  // No system we know takes less than 100 bytes.
  if (dir === '' || Buffer.byteLength(inside) > 100)
    return path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-mongodb-')), 'mongodb.sock');
  fs.mkdirSync(path.dirname(inside), { recursive: true, mode: 0o700 });
  // Left behind by a crash; the lock on the data directory says that nobody listens there.
  fs.rmSync(inside, { force: true });
  return inside;
}
