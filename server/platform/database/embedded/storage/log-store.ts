import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { lockDirectory } from './directory-lock';
import { CATALOG, encodeFrame, type Op, type Replay, readFrames } from './frames';

export type LogOptions = {
  /** data directory, made when it is not there; unused with durability `memory` */
  dir: string;
  /**
   * When a write counts as done: `fsync` survives the loss of power, `write` the end of the process but not of the machine, `memory` neither.
   */
  durability: 'fsync' | 'write' | 'memory';
  /** size in bytes at which a log file is closed and everything is written anew as a snapshot; 256 MiB by default */
  maxLogBytes?: number;
  /** read past damage instead of refusing to start; see README.md */
  salvage?: boolean;
};

/** What every refusal of damaged data says. */
export const SALVAGE_HINT = 'Restore a backup, or start once with salvage: true';

/** The last change in a snapshot: without it the file is not whole. */
const END: Op = { collection: CATALOG, rid: 0, raw: null };

const SNAPSHOT_FRAME_BYTES = 1 << 20;
/** a snapshot that is not whole yet */
const TEMPORARY = 'snapshot.tmp';

/**
 * Where changes are kept: an append-only log in numbered files, with group commit: what is appended while the previous sync runs goes to disk
 * in one frame and one sync, and becomes durable together or not at all. A snapshot replaces the files before it.
 */
export class LogStore {
  /** The first write or sync error. Nothing may be appended after it: memory and disk no longer agree. */
  failure: Error | null = null;
  /** what `salvage` had to leave out */
  private readonly damage: string[] = [];
  private readonly pending: Op[] = [];
  private writing: Promise<void> | null = null;
  /** the write after that, when somebody waits for it */
  private next: Promise<void> | null = null;
  private compacting: Promise<void> | null = null;
  private seq = 0;
  /** negative: nothing is kept */
  private fd = -1;
  private size = 0;
  private unlock: () => void = () => undefined;

  /** `dump` gives everything there is, as of the moment of the call and stable from then on. */
  constructor(
    private readonly options: LogOptions,
    private readonly dump: () => Iterable<Op>,
  ) {}

  open(replay: Replay): void {
    const { dir, durability } = this.options;
    if (durability === 'memory') return;
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.unlock = lockDirectory(dir);
    const files = this.files();
    const base = Math.max(0, ...files.map(({ kind, n }) => (kind === 'snapshot' ? n : 0)));
    const last = Math.max(base, ...files.map(({ n }) => n));
    if (base > 0) this.read('snapshot', base, replay, false);
    for (let n = base; n <= last && files.length > 0; n++) {
      if (fs.existsSync(this.file('log', n))) this.read('log', n, replay, n === last);
      else this.damaged(`${this.file('log', n)} is missing`);
    }
    // Left behind by a crash while a snapshot was written, or before what it replaces was removed.
    fs.rmSync(path.join(dir, TEMPORARY), { force: true });
    for (const { kind, n } of files) if (n < base) fs.unlinkSync(this.file(kind, n));
    this.openLog(last);
  }

  private read(kind: string, n: number, replay: Replay, mayBeTorn: boolean): void {
    const file = this.file(kind, n);
    let whole = kind === 'log';
    const onOp = (op: Op): void => {
      whole ||= op.collection === END.collection && op.raw === END.raw;
      replay(op);
    };
    const damaged = (from: number, to: number): void => this.damaged(`${file} is damaged at bytes ${from} to ${to}`);
    const end = readFrames(file, n, onOp, damaged);
    const { size } = fs.statSync(file);
    if (whole && end === size) return;
    // A torn end of the last file is the last write before a crash: nobody was told that it succeeded.
    if (mayBeTorn) fs.truncateSync(file, end);
    else damaged(end, size);
  }

  private damaged(what: string): void {
    if (!this.options.salvage) throw new Error(`${what}. ${SALVAGE_HINT} (see README.md)`);
    this.damage.push(what);
  }

  /**
   * Ends a salvage: writes what was read anew, renames the damaged files and sets `leftOut` (documents that break a unique index) aside, so
   * that the next start finds whole files only. Returns a report, empty when nothing was wrong.
   */
  async rewriteAfterSalvage(leftOut: readonly Uint8Array[]): Promise<string[]> {
    const mark = path.join(this.options.dir, `damaged-${Date.now()}`);
    if (leftOut.length > 0) {
      await fsp.writeFile(`${mark}-duplicates.bson`, leftOut, { mode: 0o600, flush: true });
      this.damage.push(`${leftOut.length} documents that break a unique index were set aside in ${mark}-duplicates.bson`);
    }
    if (this.damage.length > 0) await this.rotate((file) => fsp.rename(file, `${mark}-${path.basename(file)}`));
    return this.damage;
  }

  private openLog(seq: number): void {
    const fd = fs.openSync(this.file('log', seq), 'a', 0o600);
    this.syncDirectory();
    // All three together and only now: a frame is valid only in the file whose number it carries.
    this.fd = fd;
    this.seq = seq;
    this.size = fs.fstatSync(fd).size;
  }

  append(op: Op): void {
    if (this.fd >= 0) this.pending.push(op);
  }

  /** Resolves when everything appended so far is durable; rejects with `failure`. */
  sync(): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.pending.length === 0) return this.writing ?? Promise.resolve();
    // Commands of the same turn join this group, and those that come while another is written.
    this.next ??= (this.writing ?? promisify(setImmediate)()).then(() => this.writePending());
    return this.next;
  }

  private async writePending(): Promise<void> {
    this.writing = this.next;
    this.next = null;
    try {
      const frame = encodeFrame(this.pending.splice(0), this.seq, this.size);
      const { bytesWritten } = await promisify(fs.write)(this.fd, frame);
      if (bytesWritten < frame.length) throw new Error(`only ${bytesWritten} of ${frame.length} bytes could be written`);
      if (this.options.durability === 'fsync') await promisify(fs.fdatasync)(this.fd);
      this.size += frame.length;
    } catch (error) {
      this.failure = error as Error;
      throw error;
    }
    if (!this.next) this.writing = null;
    if (this.size > (this.options.maxLogBytes ?? 256 << 20)) this.compacting ??= this.compact();
  }

  /** Called between two writes only. A failed snapshot loses nothing: the log files it would have replaced stay. */
  private async compact(): Promise<void> {
    const warn = (error: Error): void => process.emitWarning(`embedded store: snapshot failed, the log keeps growing: ${error.message}`);
    await this.rotate(fsp.unlink).catch(warn);
    this.compacting = null;
  }

  /** Starts the next log file, writes a snapshot of everything before it, and disposes of the files the snapshot replaces. */
  private async rotate(dispose: (file: string) => Promise<void>): Promise<void> {
    // What is still pending is in this view already and will be replayed over it: harmless.
    const view = this.dump();
    fs.fdatasyncSync(this.fd);
    const old = this.fd;
    const seq = this.seq + 1;
    this.openLog(seq);
    fs.closeSync(old);
    const temporary = path.join(this.options.dir, TEMPORARY);
    try {
      await fsp.writeFile(temporary, snapshotFrames(view, seq), { mode: 0o600, flush: true });
      await fsp.rename(temporary, this.file('snapshot', seq));
    } finally {
      await fsp.rm(temporary, { force: true });
    }
    this.syncDirectory();
    for (const { kind, n } of this.files()) if (n < seq) await dispose(this.file(kind, n));
  }

  async close(): Promise<void> {
    await this.sync().catch(() => undefined);
    this.failure ??= new Error('the store is closed');
    await this.compacting;
    if (this.fd >= 0) fs.closeSync(this.fd);
    this.unlock();
  }

  private file(kind: string, n: number): string {
    return path.join(this.options.dir, `${kind}-${n}`);
  }

  private files(): { kind: string; n: number }[] {
    const names = fs.readdirSync(this.options.dir).map((name) => /^(log|snapshot)-(\d+)$/.exec(name));
    return names.flatMap((found) => (found?.[1] ? [{ kind: found[1], n: Number(found[2]) }] : []));
  }

  /** Makes new and renamed files durable. Windows offers no such call and needs none. */
  private syncDirectory(): void {
    if (process.platform === 'win32') return;
    const fd = fs.openSync(this.options.dir, 'r');
    fs.fsyncSync(fd);
    fs.closeSync(fd);
  }
}

function* snapshotFrames(view: Iterable<Op>, seq: number): Generator<Buffer> {
  let offset = 0;
  let bytes = 0;
  const ops: Op[] = [];
  for (const op of view) {
    ops.push(op);
    bytes += op.raw?.length ?? 0;
    if (bytes < SNAPSHOT_FRAME_BYTES) continue;
    const frame = encodeFrame(ops.splice(0), seq, offset);
    yield frame;
    offset += frame.length;
    bytes = 0;
  }
  yield encodeFrame([...ops, END], seq, offset);
}
