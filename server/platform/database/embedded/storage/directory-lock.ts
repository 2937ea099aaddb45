import fs from 'node:fs';
import path from 'node:path';

type Holder = { pid: number; startedAt: string };

/**
 * Takes the data directory for this process; returns what gives it back. A lock whose process is gone is taken over.
 * Throws when a living process, this one included, holds it.
 */
export function lockDirectory(dir: string): () => void {
  const file = path.join(dir, 'lock');
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? ownStart() };
  for (let attempt = 0; ; attempt++) {
    try {
      fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if ((holder && isAlive(holder)) || attempt > 2) {
      const who = holder ? `process ${holder.pid}` : 'another process';
      throw new Error(`the data directory ${dir} is in use by ${who}: two servers must not share one directory`);
    }
    fs.rmSync(file, { force: true });
  }
}

function readHolder(file: string): Holder | null {
  try {
    const { pid, startedAt } = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null;
  } catch (error) {
    // Gone again, or cut short by a crash while it was being written: nobody holds it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // Process ids are used again, in containers even the same one after every restart: the start time tells the two apart.
  const started = startOf(holder.pid) ?? (holder.pid === process.pid ? ownStart() : null);
  return started === null || started === holder.startedAt;
}

/** Start time of a process in clock ticks since boot together with the boot's identity, where the system tells it (Linux). */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is the command in parentheses and may itself contain spaces; the start time is the 22nd of all.
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

const ownStart = (): string => String(Math.round((Date.now() - process.uptime() * 1000) / 2000));
