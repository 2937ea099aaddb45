import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { isBuilt } from './weapp-host/weapp-host';

const ROOT = path.join(__dirname, '../..');
const FOLDER = path.join(ROOT, 'miniapp/dist/weapp');

/** The folder of the built WeChat package; builds it when there is none. A stale one is for whoever changed it to build again. */
export function builtWeapp(): string {
  if (!isBuilt(FOLDER)) execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-miniapp.mjs'), 'weapp'], { stdio: 'inherit' });
  return FOLDER;
}
