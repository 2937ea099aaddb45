// Adds to package-lock.json the optional packages of other platforms that the registry in use did not offer when the lock was made.
// Without them `npm ci` refuses the lock on a machine whose registry does offer them. They are told apart by os and cpu, so that
// nothing more is installed. Run after every change of a dependency: `npm install && node scripts/complete-lock.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const OPERATING_SYSTEMS = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const PROCESSORS = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];
const LOCK = 'package-lock.json';

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
let added = 0;
for (const [owner, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (complete(owner, entry, name, range)) added += 1;
  }
}
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${LOCK}: ${added} optional packages of other platforms added`);

function complete(owner, entry, name, range) {
  const version = range.replace(/^[^0-9]*/, '');
  const present = placesWhereNodeLooks(owner, name)
    .map((place) => lock.packages[place])
    .find(Boolean);
  if (present && (present.version === version || !/^\d/.test(range))) return false;
  const platform = platformOf(name);
  if (platform.os.length === 0) {
    console.warn(`left out, no platform in its name: ${name}`);
    return false;
  }
  const shared = `node_modules/${name}`;
  const place = lock.packages[shared] ? `${owner}/${shared}` : shared;
  lock.packages[place] = { version, cpu: platform.cpu, libc: platform.libc, optional: true, os: platform.os, dev: entry.dev };
  return true;
}

function placesWhereNodeLooks(owner, name) {
  const places = [];
  for (let folder = owner; folder; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    places.push(`${folder}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}

function platformOf(name) {
  const words = name.replace(/^@[^/]+\//, '').split(/[-_]/);
  const os = OPERATING_SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) =>
    words.some((word) => word === processor || (processor === 'arm' && /^arm(?!64)/.test(word))),
  );
  const musl = words.some((word) => word.startsWith('musl'));
  const gnu = words.some((word) => word.startsWith('gnu')) && os.includes('linux');
  const libc = musl ? ['musl'] : gnu ? ['glibc'] : undefined;
  return { os, cpu: cpu.length > 0 ? cpu : undefined, libc };
}
