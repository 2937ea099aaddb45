import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const WEB_APP = 'miniapp/dist/h5/index.html';
const WEB_SOURCES = ['miniapp/src', 'miniapp/config', 'miniapp/public', 'server/contracts'];

/** Whether the built web app is there, and what its source has become: `missing`, `outdated` or `current`. */
export function webAppState() {
  const built = newestIn([WEB_APP]);
  if (built === 0) return 'missing';
  return built > newestIn(WEB_SOURCES) ? 'current' : 'outdated';
}

/** When the youngest of these files, or of the files in these folders, was written; milliseconds, 0 when there is none. */
function newestIn(places) {
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
