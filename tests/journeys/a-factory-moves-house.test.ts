import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Binary, Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { start } from '../../server/platform/database/embedded';

const ROOT = path.join(__dirname, '../..');
const base = mkdtempSync(path.join(tmpdir(), 'moving-'));
const at = (name: string) => path.join(base, name);
afterAll(() => rmSync(base, { recursive: true, force: true }));
jest.setTimeout(120_000);

function tool(direction: 'export' | 'import', file: string, dataDir: string): { status: number | null; output: string } {
  const env = { ...process.env, DATA_DIR: dataDir, DEMO: '1', MONGODB_URI: '' };
  const run = spawnSync(process.execPath, ['scripts/cli.mjs', direction, '--', file], { cwd: ROOT, env, encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}
const checksums = (output: string) => output.split('\n').filter((line) => /^ {2}[0-9a-f]{16} {2}\w/.test(line));

/** Documents whose numbers are of every type, whose fields have an order, and whose keys look like something else. */
async function furnish(dataDir: string): Promise<void> {
  const store = await start({ dir: path.join(dataDir, 'store'), durability: 'write', inProcess: true });
  const client = await MongoClient.connect(store.uri);
  const collection = client.db('chejiantong').collection('work_reports');
  await collection.insertMany(
    Array.from({ length: 2_500 }, (_, index) => ({
      _id: new ObjectId(),
      reportNo: `R-${index}`,
      int: new Int32(index),
      double: new Double(index),
      long: Long.fromString('9007199254740993').add(index),
      decimal: Decimal128.fromString(`0.${index + 1}`),
      at: new Date(index),
      bytes: new Binary(Buffer.from([index % 256])),
      z: { b: 1, a: null, collection: 'items', end: true },
      list: [[], {}, 'text'],
    })),
  );
  await client.close();
  await store.close();
}

test('a factory moves out and in again: every document, type and order of fields is the same', async () => {
  await furnish(at('old'));
  const out = tool('export', at('a.gz'), at('old'));
  expect(out).toMatchObject({ status: 0 });
  const into = tool('import', at('a.gz'), at('new'));
  expect(into.output).toContain('every checksum equals the archive');
  expect(into.status).toBe(0);
  const back = tool('export', at('b.gz'), at('new'));
  expect(checksums(out.output)).not.toEqual([]);
  expect(checksums(back.output).filter((line) => line.endsWith('work_reports'))).toEqual(
    checksums(out.output).filter((line) => line.endsWith('work_reports')),
  );
});

test('it does not move into a house that is lived in', () => {
  const again = tool('import', at('a.gz'), at('new'));
  expect(again.status).toBe(1);
  expect(again.output).toContain('is not empty here');
});

test('an archive that lost its end, or in which one digit was changed, goes nowhere', () => {
  const lines = gunzipSync(readFileSync(at('a.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  writeFileSync(at('torn.gz'), gzipSync(lines.slice(0, -1).join('\n')));
  expect(tool('import', at('torn.gz'), at('other'))).toMatchObject({ status: 1, output: expect.stringContaining('is not whole') });
  writeFileSync(at('changed.gz'), gzipSync(lines.join('\n').replace('"R-17"', '"R-18"')));
  expect(tool('import', at('changed.gz'), at('other'))).toMatchObject({
    status: 1,
    output: expect.stringContaining('not as it was exported'),
  });
  expect(tool('export', at('c.gz'), at('other')).output).toContain('\n  0 documents\n');
});
