import fs from 'node:fs';
import path from 'node:path';

/**
 * Takes the data directory for this process; returns what gives it back. A lock whose process is gone is taken over.
 * Throws when a living process, this one included, holds it.
 */
export function lockDirectory(dir: string): () => void {
  const file = path.join(dir, 'lock');
  const take = (): void =>
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), { flag: 'wx', mode: 0o600 });
  try {
    take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const pid = holderOf(file);
    if (pid !== null) throw new Error(`the data directory ${dir} is in use by process ${pid}: two servers must not share one directory`);
    fs.rmSync(file, { force: true });
    take();
  }
  return () => fs.rmSync(file, { force: true });
}

/** The living process that holds a lock. */
function holderOf(file: string): number | null {
  try {
    const { pid, startedAt } = JSON.parse(fs.readFileSync(file, 'utf8')) as { pid: number; startedAt: string | null };
    process.kill(pid, 0);
    // Process ids are used again, in containers even the same one after every restart: the start time tells the two apart.
    const started = startOf(pid);
    return started === null || started === startedAt ? pid : null;
  } catch (error) {
    // No lock, one that a crash cut short while it was written, or one whose process is gone.
    if (error instanceof SyntaxError || ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
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
