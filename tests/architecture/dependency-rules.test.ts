import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

type Violation = { rule: { name: string }; from: string };

function cruise(directory: string, folders: readonly string[]): Violation[] {
  const cli = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const text = execFileSync(process.execPath, args, { cwd: directory, encoding: 'utf8', maxBuffer: 64 << 20 });
  return (JSON.parse(text) as { summary: { violations: Violation[] } }).summary.violations;
}

/** Builds a house of these files in a folder of its own and cruises it by the project's rules. */
function cruiseHouse(files: Readonly<Record<string, string>>): Violation[] {
  const house = mkdtempSync(path.join(tmpdir(), 'house-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(house, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(house, file), text);
    }
    cpSync(path.join(ROOT, '.dependency-cruiser.cjs'), path.join(house, '.dependency-cruiser.cjs'));
    cpSync(path.join(ROOT, 'package.json'), path.join(house, 'package.json'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(house, 'node_modules'));
    return cruise(house, ['server', 'bot', 'miniapp']);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

const leaf = 'export const leaf = 1;\n';
const importing = (file: string) => `import { leaf } from '${file}';\nexport const taken = leaf;\n`;
const importingPackage = (name: string) => `import * as taken from '${name}';\nexport { taken };\n`;

/** A house that keeps the rules, into which one bad file a rule is planted. */
const HOUSE = {
  'server/contracts/good.ts': leaf,
  'server/platform/good.ts': importing('../contracts/good'),
  'server/platform/database/embedded/wire/inner.ts': leaf,
  'server/modules/identity/index.ts': leaf,
  'server/modules/workorders/index.ts': "import { leaf as known } from '../identity/index';\nexport const leaf = known;\n",
  'server/modules/workorders/models/inner.ts': leaf,
  'server/modules/reporting/index.ts': leaf,
  'server/modules/payroll/index.ts': leaf,
  'server/modules/alerts/models/inner.ts': leaf,
  'server/modules/alerts/index.ts': leaf,
  'bot/good.ts': importing('../server/modules/alerts/index'),
  'bot/sandbox/inner.ts': leaf,
  'miniapp/good.ts': importing('../server/contracts/good'),
};

const PLANTED: readonly [rule: string, file: string, text: string][] = [
  ['contracts-are-a-leaf', 'server/contracts/bad.ts', importing('../platform/good')],
  ['contracts-need-zod-only', 'server/contracts/bad-package.ts', importingPackage('mongoose')],
  ['platform-knows-no-domain', 'server/platform/bad.ts', importing('../modules/identity/index')],
  ['modules-by-their-front-door', 'server/modules/reporting/bad.ts', importing('../workorders/models/inner')],
  ['module-graph-workorders', 'server/modules/workorders/bad.ts', importing('../reporting/index')],
  ['module-graph-alerts', 'server/modules/alerts/bad.ts', importing('../payroll/index')],
  ['modules-do-not-know-their-users', 'server/modules/alerts/bad-user.ts', importing('../../../bot/good')],
  ['bot-by-the-front-door', 'bot/bad.ts', importing('../server/modules/alerts/models/inner')],
  ['bot-does-not-know-main', 'bot/bad-main.ts', importing('../server/app')],
  ['transport-knows-no-domain', 'bot/wecom/bad.ts', importing('../../server/modules/alerts/index')],
  ['nobody-needs-the-sandbox', 'bot/bad-sandbox.ts', importing('./sandbox/inner')],
  ['miniapp-knows-contracts-only', 'miniapp/bad.ts', importing('../server/platform/good')],
  ['domain-is-pure', 'server/modules/payroll/domain/bad.ts', importingPackage('mongoose')],
  ['koa-at-the-door-only', 'server/modules/payroll/bad.ts', importingPackage('koa')],
  ['embedded-store-has-one-door', 'server/platform/bad-store.ts', importing('./database/embedded/wire/inner')],
  ['no-circular', 'server/platform/round-b.ts', importing('./round-c')],
];

test('a house that keeps the rules is left in peace', () => {
  expect(cruiseHouse(HOUSE)).toEqual([]);
});

describe('a planted violation is caught', () => {
  let found: Violation[] = [];
  beforeAll(() => {
    const planted = Object.fromEntries(PLANTED.map(([, file, text]) => [file, text]));
    found = cruiseHouse({
      ...HOUSE,
      ...planted,
      'server/app.ts': leaf,
      'server/platform/round-c.ts': importing('./round-b').replace('taken', 'leaf'),
    });
  });

  test.each(PLANTED)('%s in %s', (rule, file) => {
    expect(found.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(rule);
  });
});

test('this house keeps them', () => {
  expect(cruise(ROOT, ['server', 'bot', 'miniapp/src'])).toEqual([]);
});
