import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { readWorkbook } from '../../../server/platform/workbook';
import { flange, ORDER_HEADINGS, office, sheetOf } from './office';

const ROWS = 10_000;
const folder = mkdtempSync(path.join(tmpdir(), 'excel-worker-'));
const workerFile = path.join(folder, 'excel-worker.js');
let file: Buffer;

beforeAll(async () => {
  const entry = path.join(__dirname, '../../../server/platform/workbook/worker.ts');
  await build({
    entryPoints: [entry],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  const rows = Array.from({ length: ROWS }, (_, at) => [
    `WO-${at}`,
    'FL-120',
    (at % 90) + 1,
    new Date(Date.UTC(2026, 11, 1 + (at % 28))),
    '机加一车间',
    `客户 ${at % 300}`,
  ]);
  file = await sheetOf([ORDER_HEADINGS, ...rows]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the worker reads 10,000 rows while this thread goes on', async () => {
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 1);
  const sheets = await readWorkbook(file, { mostRows: 20_000, workerFile });
  clearInterval(ticking);
  expect(sheets[0]?.rows).toHaveLength(ROWS + 1);
  expect(sheets[0]?.rows[1]).toEqual({ row: 2, cells: ['WO-0', 'FL-120', '1', '2026-12-01', '机加一车间', '客户 0'] });
  expect(sheets[0]?.rows.at(-1)?.cells[5]).toBe(`客户 ${(ROWS - 1) % 300}`);
  // Read on this thread, nothing else would have had its turn until the last row.
  expect(turns).toBeGreaterThan(20);
});

test('more rows than are taken, and what breaks the worker, are refused and harm nobody', async () => {
  await expect(readWorkbook(file, { mostRows: 9_999, workerFile })).rejects.toMatchObject({
    code: 'workbook_too_many_rows',
    details: { mostRows: 9_999 },
  });
  const dead = path.join(folder, 'dead.js');
  await build({ stdin: { contents: 'process.exit(3)' }, outfile: dead, format: 'cjs', logLevel: 'silent' });
  await expect(readWorkbook(file, { mostRows: 9_999, workerFile: dead })).rejects.toMatchObject({ code: 'workbook_unreadable' });
  const third = [1, 2, 3].map(() =>
    readWorkbook(file, { mostRows: 20_000, workerFile }).then(
      () => 'read',
      ({ code }: { code: string }) => code,
    ),
  );
  expect((await Promise.all(third)).sort()).toEqual(['busy', 'read', 'read']);
});

test('10,000 orders are previewed and taken in whole, with progress to be read meanwhile', async () => {
  const { factory, upload, preview, apply, close } = await office();
  try {
    await flange(factory);
    const sent = await upload(factory.liu, 'orders', file);
    expect(sent.body).toMatchObject({ state: 'ready', counts: { rows: ROWS, created: ROWS, bad: 0 } });
    expect((await preview(factory.liu, sent.body.id)).created).toHaveLength(200);

    let over = false;
    const seen: number[] = [];
    let stored = 0;
    const applying = apply(factory.liu, sent.body.id).finally(() => {
      over = true;
    });
    while (!over) {
      const { progress } = await preview(factory.liu, sent.body.id);
      if (progress && progress.done < progress.total) {
        seen.push(progress.done);
        stored = Math.max(stored, await WorkOrderModel.countDocuments({ factoryId: factory.id }));
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await applying).body).toMatchObject({ state: 'applied' });
    expect(await WorkOrderModel.countDocuments({ factoryId: factory.id })).toBe(ROWS);
    expect(seen.length).toBeGreaterThan(1);
    // Nobody sees a half of it.
    expect(stored === 0 || stored === ROWS).toBe(true);
  } finally {
    await close();
  }
}, 120_000);
