import fs from 'node:fs';
import path from 'node:path';

type Holder = { pid: number; startedAt: string | null };

/**
 * Takes the data directory for this process; returns what gives it back. A lock whose process is gone is taken over.
 * Throws when a living process, this one included, holds it.
 */
export function lockDirectory(dir: string): () => void {
  const file = path.join(dir, 'lock');
  const holder = readHolder(file);
  if (holder && isAlive(holder))
    throw new Error(`the data directory ${dir} is in use by process ${holder.pid}: two servers must not share one directory`);
  fs.rmSync(file, { force: true });
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
  fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
  return () => fs.rmSync(file, { force: true });
}

function readHolder(file: string): Holder | null {
  try {
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Holder) : null;
  } catch (error) {
    // Cut short by a crash while it was being written: nobody holds it.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // Process ids are used again, in containers even the same one after every restart: the start time tells the two apart.
  const started = startOf(pid);
  return started === null || started === startedAt;
}

/** Start time of a process in clock ticks since boot together with the boot's identity, where the system tells it (Linux). */
function startOf(pid: number): string | null {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may itself contain spaces; the start time is the 22nd of all.
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
