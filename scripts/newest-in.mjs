import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** When the youngest of these files, or of the files in these folders, was written; milliseconds, 0 when there is none. */
export function newestIn(places) {
  let newest = 0;
  for (const place of places) {
    const { mtimeMs, isDirectory } = describe(place);
    newest = Math.max(newest, isDirectory ? newestIn(readdirSync(place).map((name) => path.join(place, name))) : mtimeMs);
  }
  return newest;
}

function describe(place) {
  const found = statSync(place, { throwIfNoEntry: false });
  return found ? { mtimeMs: found.mtimeMs, isDirectory: found.isDirectory() } : { mtimeMs: 0, isDirectory: false };
}
