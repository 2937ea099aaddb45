import { decodeTime } from 'ulid';
import { dropBytes, keptIds } from './byte-store';

/** What was captured a moment ago is not yet in any draft, perhaps of another tab. */
const FRESH_MS = 3_600_000;

/** Lets go of bytes that nothing names any more: a report that has arrived, a photo that was taken away. */
export async function dropUnused(ids: readonly string[], used: ReadonlySet<string>): Promise<void> {
  for (const id of ids) if (!used.has(id)) await dropBytes(id);
}

/** Lets go of everything on this phone that nothing names, as a crash between two steps leaves it behind. */
export async function dropOrphans(used: () => ReadonlySet<string>): Promise<void> {
  const old = (await keptIds()).filter((id) => Date.now() - capturedAt(id) > FRESH_MS);
  await dropUnused(old, used());
}

/** Ids begin with a ULID, and a ULID with its time. */
function capturedAt(id: string): number {
  const key = id.split('.')[0] ?? '';
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(key) ? decodeTime(key) : 0;
}
