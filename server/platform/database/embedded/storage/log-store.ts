import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { lockDirectory } from './directory-lock';
import { type Damage, encodeFrame, readFrames, replayPayload } from './frames';
import { CATALOG, type Op, type Replay, type Store } from './store';

type LogOptions = {
  dir: string;
  /** wait for fdatasync before a write counts as durable; without it an acknowledged write survives the process, not the machine */
  fsync: boolean;
  /** size in bytes at which a log file is closed and everything is written anew as a snapshot */
  maxLogBytes?: number;
  /** read past damaged places instead of refusing to start; the damaged files are kept under another name */
  salvage?: boolean;
};

/** The last change in a snapshot: without it the file is not whole. */
const END: Op = { collection: CATALOG, rid: 0, raw: null };
const isEnd = ({ collection, raw }: Op): boolean => collection === END.collection && raw === null;

const SNAPSHOT_FRAME_BYTES = 1 << 20;
const kindOfFile = /^(log|snapshot)-(\d+)$/;

/**
 * An append-only log in numbered files, with group commit: what is appended while the previous sync runs goes to disk in one frame and one
 * sync. A snapshot replaces the files before it. After a failed write or sync nothing more is accepted (`failure`).
 */
export class LogStore implements Store {
  failure: Error | null = null;
  /** what `salvage` had to leave out */
  readonly damage: Damage[] = [];
  /** the engine's view of everything, taken at the moment of the call and stable from then on */
  dump: () => Iterable<Op> = () => [];
  private pending: Op[] = [];
  private waiters: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private running: Promise<void> | null = null;
  private compacting: Promise<void> | null = null;
  private seq = 0;
  private fd = -1;
  private size = 0;
  private unlock: () => void = () => undefined;
  private readonly maxLogBytes: number;

  constructor(private readonly options: LogOptions) {
    this.maxLogBytes = options.maxLogBytes ?? 256 << 20;
  }

  open(replay: Replay): void {
    fs.mkdirSync(this.options.dir, { recursive: true, mode: 0o700 });
    this.unlock = lockDirectory(this.options.dir);
    try {
      this.recover(replay);
      this.openLog(this.seq);
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  private recover(replay: Replay): void {
    for (const name of fs.readdirSync(this.options.dir)) if (name.endsWith('.tmp')) fs.unlinkSync(this.file(name));
    const base = Math.max(0, ...this.numbers('snapshot'));
    const logs = this.numbers('log').filter((n) => n >= base);
    if (base > 0) this.readSnapshot(base, replay);
    logs.forEach((n, i) => {
      if (n !== base + i) this.missing(`log-${base + i}`);
      this.readLog(n, replay, i === logs.length - 1);
    });
    if (base > 0 && logs.length === 0) this.missing(`log-${base}`);
    this.seq = base + Math.max(0, logs.length - 1);
    // Left behind by a crash between the writing of a snapshot and the removal of what it replaces.
    for (const kind of ['log', 'snapshot'] as const)
      for (const n of this.numbers(kind)) if (n < base) fs.unlinkSync(this.file(`${kind}-${n}`));
  }

  private readSnapshot(n: number, replay: Replay): void {
    const file = this.file(`snapshot-${n}`);
    let ended = false;
    const onPayload = (payload: Buffer): void =>
      replayPayload(payload, (op) => {
        if (isEnd(op)) ended = true;
        else replay(op);
      });
    const end = readFrames(file, n, onPayload, (damage) => this.damaged(damage));
    if (!ended) this.damaged({ file, from: end, to: fs.statSync(file).size });
  }

  private readLog(n: number, replay: Replay, isLast: boolean): void {
    const file = this.file(`log-${n}`);
    const end = readFrames(
      file,
      n,
      (payload) => replayPayload(payload, replay),
      (damage) => this.damaged(damage),
    );
    const size = fs.statSync(file).size;
    if (end === size) return;
    // A torn end of the last file is the last write before a crash: nobody was told that it succeeded.
    if (isLast) fs.truncateSync(file, end);
    else this.damaged({ file, from: end, to: size });
  }

  private damaged(damage: Damage): void {
    if (!this.options.salvage) {
      throw new Error(
        `the data in ${damage.file} is damaged at bytes ${damage.from} to ${damage.to}. Restore a backup, or start once with ` +
          'salvage: true to keep what can be read (the damaged files stay beside it, renamed damaged-…)',
      );
    }
    this.damage.push(damage);
  }

  private missing(name: string): void {
    this.damaged({ file: this.file(name), from: 0, to: 0 });
  }

  /**
   * Ends a salvage: writes what was read anew, renames the damaged files and sets `leftOut` (documents that break a unique index) aside, so
   * that the next start finds whole files only. Returns a report, empty when nothing was wrong.
   */
  async rewriteAfterSalvage(leftOut: readonly Uint8Array[]): Promise<string[]> {
    if (this.damage.length === 0 && leftOut.length === 0) return [];
    const mark = `damaged-${Date.now()}`;
    if (leftOut.length > 0) fs.writeFileSync(this.file(`${mark}-duplicates.bson`), Buffer.concat(leftOut), { mode: 0o600 });
    await this.rotate((name) => fsp.rename(this.file(name), this.file(`${mark}-${name}`)));
    const report = this.damage.map(({ file, from, to }) =>
      to === 0 ? `${file} is missing` : `${file}: bytes ${from} to ${to} could not be read`,
    );
    return leftOut.length > 0
      ? [...report, `${leftOut.length} documents that break a unique index were set aside in ${mark}-duplicates.bson`]
      : report;
  }

  private openLog(seq: number): void {
    const fd = fs.openSync(this.file(`log-${seq}`), 'a', 0o600);
    syncDirectory(this.options.dir);
    // All three together and only now: a frame is valid only in the file whose number it carries.
    this.fd = fd;
    this.seq = seq;
    this.size = fs.fstatSync(fd).size;
  }

  append(op: Op): void {
    this.pending.push(op);
  }

  sync(): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.pending.length === 0 && !this.running) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
      this.running ??= this.writePending();
    });
  }

  private async writePending(): Promise<void> {
    // Commands of the same turn join this group.
    await new Promise(setImmediate);
    while (this.pending.length > 0 || this.waiters.length > 0) {
      const ops = this.pending;
      const waiters = this.waiters;
      this.pending = [];
      this.waiters = [];
      try {
        if (ops.length > 0) await this.write(ops);
      } catch (error) {
        this.failure = error as Error;
        for (const w of [...waiters, ...this.waiters]) w.reject(this.failure);
        break;
      }
      for (const w of waiters) w.resolve();
      if (this.size > this.maxLogBytes) this.compact();
    }
    this.running = null;
  }

  private async write(ops: readonly Op[]): Promise<void> {
    const frame = encodeFrame(ops, { seq: this.seq, offset: this.size });
    await new Promise<void>((resolve, reject) => {
      fs.write(this.fd, frame, 0, frame.length, null, (error, written) => {
        if (error) reject(error);
        else if (written < frame.length) reject(new Error(`only ${written} of ${frame.length} bytes could be written`));
        else resolve();
      });
    });
    this.size += frame.length;
    if (this.options.fsync)
      await new Promise<void>((resolve, reject) => fs.fdatasync(this.fd, (error) => (error ? reject(error) : resolve())));
  }

  /** Called between two writes only. A failed snapshot loses nothing: the log files it would have replaced stay. */
  private compact(): void {
    if (this.compacting) return;
    this.compacting = this.rotate((name) => fsp.unlink(this.file(name)))
      .catch((error: Error) => {
        process.emitWarning(`embedded store: snapshot failed, the log keeps growing: ${error.message}`);
      })
      .finally(() => {
        this.compacting = null;
      });
  }

  /** Starts the next log file, writes a snapshot of everything before it, and disposes of the files the snapshot replaces. */
  private async rotate(dispose: (name: string) => Promise<void>): Promise<void> {
    // What is still pending is in this view already and will be replayed over it: harmless.
    const view = this.dump();
    fs.fdatasyncSync(this.fd);
    const old = this.fd;
    const seq = this.seq + 1;
    this.openLog(seq);
    fs.closeSync(old);
    const temporary = this.file(`snapshot-${seq}.tmp`);
    try {
      await writeSnapshot(temporary, seq, view);
    } catch (error) {
      await fsp.rm(temporary, { force: true });
      throw error;
    }
    await fsp.rename(temporary, this.file(`snapshot-${seq}`));
    syncDirectory(this.options.dir);
    for (const name of await fsp.readdir(this.options.dir)) {
      const n = kindOfFile.exec(name)?.[2];
      if (n !== undefined && Number(n) < seq) await dispose(name);
    }
  }

  async close(): Promise<void> {
    while (!this.failure && (this.running || this.pending.length > 0)) await this.sync().catch(() => undefined);
    await this.compacting;
    fs.closeSync(this.fd);
    this.unlock();
  }

  private file(name: string): string {
    return path.join(this.options.dir, name);
  }

  private numbers(kind: 'log' | 'snapshot'): number[] {
    const found = fs.readdirSync(this.options.dir).map((name) => kindOfFile.exec(name));
    return found.flatMap((m) => (m?.[1] === kind ? [Number(m[2])] : [])).sort((a, b) => a - b);
  }
}

async function writeSnapshot(file: string, seq: number, view: Iterable<Op>): Promise<void> {
  const handle = await fsp.open(file, 'w', 0o600);
  try {
    let offset = 0;
    const put = async (ops: readonly Op[]): Promise<void> => {
      const frame = encodeFrame(ops, { seq, offset });
      await handle.writeFile(frame);
      offset += frame.length;
    };
    let ops: Op[] = [];
    let bytes = 0;
    for (const op of view) {
      ops.push(op);
      bytes += op.raw?.length ?? 0;
      if (bytes < SNAPSHOT_FRAME_BYTES) continue;
      await put(ops);
      ops = [];
      bytes = 0;
    }
    await put([...ops, END]);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes new and renamed files of a directory durable. Windows offers no such call and needs none. */
function syncDirectory(dir: string): void {
  if (process.platform === 'win32') return;
  const fd = fs.openSync(dir, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
