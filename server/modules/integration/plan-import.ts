import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BadImportRow, ChangedImportRow, ImportCounts, ImportRow } from '../../contracts/api/integration';
import type { RateSet } from '../../contracts/events/payroll';
import type { WorkOrderChangeRequested } from '../../contracts/events/workorders';
import { type Actor, AppError } from '../../platform';
import { columnLetters } from '../../platform/workbook';
import { type FactorySettings, factoryOf } from '../identity';
import { judgeRates, type RateBody, type RateWrite, writeRates } from '../payroll';
import {
  type CreateWorkOrderBody,
  type ItemBody,
  type Judged,
  judgeItems,
  judgeOrders,
  judgeRoutings,
  operationNamesOf,
  writeItems,
  writeOrders,
  writeRoutings,
} from '../workorders';
import { type BadCell, type Entry, type Line, type Reading, readLines, readRoutings } from './domain/read-entries';
import { type ImportFile, ImportPieceModel } from './models/import-file.model';

/** Small enough that nobody else waits long for their turn. */
const BATCH = 100;
const SHOWN = 200;

/** What a file would do. Counts of created, changed and skipped are of items, routings or orders; `bad` counts lines. */
export type Plan = {
  readonly counts: ImportCounts;
  readonly shown: { created: ImportRow[]; changed: ChangedImportRow[]; skipped: ImportRow[]; bad: BadImportRow[] };
  readonly digest: string;
  /** Does it, in the caller's transaction. */
  readonly carryOut: (step: (done: number, total: number) => Promise<void>) => Promise<CarriedOut>;
};
export type CarriedOut = { readonly facts: readonly (WorkOrderChangeRequested | RateSet)[]; readonly releaseOrderIds: readonly string[] };
export type By = { readonly actor: Actor; readonly now: Date; readonly fileName: string };

/** Looks at every line of a file against what is there now. Throws `import_expired` when its lines are gone. */
export async function planImport(file: ImportFile, by: By): Promise<Plan> {
  const { factoryId } = by.actor.scope;
  const factory = await factoryOf(factoryId);
  const lines: Line[] = [];
  for (let place = 0; place < file.pieces; place++) {
    const piece = await ImportPieceModel.findOne({ factoryId, fileId: file._id, place }).lean();
    if (!piece) throw new AppError('import_expired');
    lines.push(...piece.lines);
  }
  switch (file.kind) {
    case 'items':
      return plan<ItemBody, Parameters<typeof writeItems>[0][number]>(file, lines.length, {
        reading: await readInBatches(lines, (batch, seen) => readLines('items', batch, factory, seen)),
        judge: (bodies) => judgeItems(by.actor.scope, bodies, by.now),
        write: async (writes) => {
          await writeItems(writes);
          return NOTHING_FOLLOWS;
        },
      });
    case 'routings':
      return plan<Parameters<typeof judgeRoutings>[1][number], Parameters<typeof writeRoutings>[0][number]>(file, lines.length, {
        reading: readRoutings(lines, factory),
        judge: (bodies) => judgeRoutings(by.actor.scope, bodies, { actorId: by.actor.id, now: by.now }),
        write: async (writes) => {
          await writeRoutings(writes);
          return NOTHING_FOLLOWS;
        },
      });
    case 'orders':
      return planOrders(file, lines, factory, by);
    case 'rates':
      return planRates(file, lines, factory, by);
  }
}

const NOTHING_FOLLOWS: CarriedOut = { facts: [], releaseOrderIds: [] };

async function planOrders(file: ImportFile, lines: readonly Line[], factory: FactorySettings, by: By): Promise<Plan> {
  const reading = await readInBatches<CreateWorkOrderBody>(lines, (batch, seen) => readLines('orders', batch, factory, seen));
  const wanted = new Set(reading.entries.filter(({ body }) => body.release).map(({ body }) => body.orderNo));
  return plan<CreateWorkOrderBody, Parameters<typeof writeOrders>[0][number]>(file, lines.length, {
    reading,
    judge: (bodies) => judgeOrders(bodies, { actor: by.actor, factory, now: by.now, reason: by.fileName }),
    write: async (writes) => ({
      facts: await writeOrders(writes),
      releaseOrderIds: writes.flatMap(({ order, change }) =>
        change === null && wanted.has(order.orderNo) ? [order._id.toHexString()] : [],
      ),
    }),
  });
}

/** A price for an operation that nothing is made by would never be paid: the name is wrong. */
async function planRates(file: ImportFile, lines: readonly Line[], factory: FactorySettings, { actor, now }: By): Promise<Plan> {
  const planned: Parameters<typeof judgeRates>[3] = new Map();
  return plan<RateBody, RateWrite>(file, lines.length, {
    reading: await readInBatches<RateBody>(lines, (batch, seen) => readLines('rates', batch, factory, seen)),
    async judge(bodies) {
      const known = await operationNamesOf(
        actor.scope,
        bodies.map(({ itemCode }) => itemCode),
      );
      const verdicts = await judgeRates(actor, bodies, now, planned);
      return bodies.map(({ itemCode, operationName }, index): Judged<RateWrite> => {
        const names = known.get(itemCode);
        if (!names) return { verdict: 'bad', code: 'item_unknown', field: 'itemCode', details: { itemCode } };
        if (!names.has(operationName))
          return { verdict: 'bad', code: 'operation_name_unknown', field: 'operationName', details: { itemCode, operationName } };
        return verdicts[index] ?? { verdict: 'skipped' };
      });
    },
    write: async (writes) => ({ facts: await writeRates(writes), releaseOrderIds: [] }),
  });
}

/** Reads some lines at a time, so that others get their turn in between. */
async function readInBatches<B>(
  lines: readonly Line[],
  read: (batch: readonly Line[], seen: Map<string, number>) => Reading<B>,
): Promise<Reading<B>> {
  const seen = new Map<string, number>();
  const entries: Entry<B>[] = [];
  const bad: BadCell[] = [];
  for (let from = 0; from < lines.length; from += BATCH) {
    const part = read(lines.slice(from, from + BATCH), seen);
    entries.push(...part.entries);
    bad.push(...part.bad);
    await nextTurn();
  }
  return { entries, bad };
}

type Trade<B, W> = {
  readonly reading: Reading<B>;
  readonly judge: (bodies: readonly B[]) => Promise<Judged<W>[]>;
  readonly write: (writes: readonly W[]) => Promise<CarriedOut>;
};

async function plan<B, W>(file: ImportFile, rows: number, { reading, judge, write }: Trade<B, W>): Promise<Plan> {
  const shown: Plan['shown'] = { created: [], changed: [], skipped: [], bad: [] };
  const counts = { rows, created: 0, changed: 0, skipped: 0, bad: 0 };
  const mark = createHash('sha256');
  const writes: W[] = [];
  const bad: BadCell[] = [...reading.bad];
  for (let from = 0; from < reading.entries.length; from += BATCH) {
    const entries = reading.entries.slice(from, from + BATCH);
    const verdicts = await judge(entries.map(({ body }) => body));
    for (const [index, { row, key }] of entries.entries()) {
      const judged = verdicts[index];
      if (!judged) continue;
      mark.update(`${judged.verdict} ${row} ${key} ${'changes' in judged ? JSON.stringify(judged.changes) : ''}\n`);
      if (judged.verdict === 'bad') {
        bad.push({ row, key, field: judged.field, code: judged.code, details: judged.details });
        continue;
      }
      counts[judged.verdict] += 1;
      if (judged.verdict !== 'skipped') writes.push(judged.write);
      if (shown[judged.verdict].length >= SHOWN) continue;
      if (judged.verdict === 'changed') shown.changed.push({ row, key, changes: judged.changes.map((change) => ({ ...change })) });
      else shown[judged.verdict].push({ row, key });
    }
  }
  counts.bad = new Set(bad.map(({ row }) => row)).size;
  bad.sort((one, other) => one.row - other.row);
  shown.bad = bad.slice(0, SHOWN).map((cell) => placed(cell, file));
  for (const { row, field, code } of bad) mark.update(`bad ${row} ${field} ${code}\n`);
  return { counts, shown, digest: mark.digest('hex'), carryOut: (step) => carryOut(writes, write, step) };
}

async function carryOut<W>(
  writes: readonly W[],
  write: Trade<never, W>['write'],
  step: (done: number, total: number) => Promise<void>,
): Promise<CarriedOut> {
  const done: CarriedOut[] = [];
  for (let from = 0; from < writes.length; from += BATCH) {
    done.push(await write(writes.slice(from, from + BATCH)));
    await step(Math.min(from + BATCH, writes.length), writes.length);
  }
  return { facts: done.flatMap(({ facts }) => facts), releaseOrderIds: done.flatMap(({ releaseOrderIds }) => releaseOrderIds) };
}

/** Where a bad cell stands in the sheet that the person has open: `C12`; the line alone when no column is to blame. */
function placed({ row, key, field, code, details }: BadCell, file: ImportFile): BadImportRow {
  const column = field === null ? undefined : file.columns[field];
  return { sheet: file.sheet, cell: column === undefined ? String(row) : `${columnLetters(column)}${row}`, row, key, field, code, details };
}
