import { evalLet } from '../aggregation/expressions';
import { isObj, toNum } from '../bson-values/kinds';
import type { Collection } from '../engine/collection';
import { type Selection, select, selectNow } from '../engine/select';
import { MongoError, unsupported } from '../errors';
import { compile } from '../query/matcher';
import { compileProjection } from '../query/projection';
import { CollectionState } from '../state/collection-state';
import type { StoredRecord } from '../state/record';
import type { Doc, EvalContext, Matcher } from '../types';
import { applyReplacement, applyUpdate, isReplacement, type Prepared, prepare, upsertSeed } from '../update/updater';
import { type Call, type Command, collated, targetOf, whenFree } from './call';
import { isTransient, writeError } from './failures';
import { positionFinder } from './reading';

const MAX_STATEMENTS = 100_000;
/** Records changed by one statement before other clients get a turn. */
const CHUNK = 500;
const EMPTY = new CollectionState();

/** Runs the statements of a write command in order; returns what to report of those that failed. */
async function eachStatement(
  call: Call,
  statements: unknown,
  run: (statement: Doc, index: number) => void | Promise<void>,
): Promise<Doc[]> {
  if (!Array.isArray(statements) || statements.length === 0 || statements.length > MAX_STATEMENTS) {
    const n = Array.isArray(statements) ? statements.length : 0;
    throw new MongoError(16, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${n} operations.`);
  }
  const errors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      if (!isObj(statement)) throw new MongoError(14, 'a statement of a write command must be a document');
      const running = run(statement, index);
      if (running instanceof Promise) await running;
    } catch (error) {
      if (!(error instanceof MongoError) || concernsWholeCommand(call, error)) throw error;
      errors.push(writeError(index, error));
      if (call.command.ordered !== false) break;
    }
  }
  return errors;
}

const concernsWholeCommand = ({ txn, server }: Call, error: MongoError): boolean =>
  error.code === 50 || server.engine.store.failure !== null || (txn !== null && isTransient(error.code));

const insert: Command = {
  fields: 'insert documents ordered bypassDocumentValidation',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const { command: c, db, txn, sent } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'insert');
    let n = 0;
    const errors = await eachStatement(call, c.documents, (doc, index) => {
      const done = whenFree(call, () => void engine.insert(engine.ensure(db, name, txn), txn, doc, sent?.[index]));
      if (done instanceof Promise) {
        return done.then(() => {
          n++;
        });
      }
      n++;
    });
    return { n, ...(errors.length > 0 ? { writeErrors: errors } : {}), ok: 1 };
  },
};

/** A checked update of one statement, whatever its kind. */
type Change = {
  ctx: EvalContext;
  filter: Doc;
  matches: Matcher;
  replacement: Doc | null;
  prepared: Prepared | null;
};

function prepareChange(call: Call, collection: Collection | undefined, statement: Doc, filter: Doc, update: unknown): Change {
  const base = collated(call.ctx, statement.collation, collection);
  const ctx: EvalContext = isObj(statement.c) ? { ...base, variables: { ...base.variables, ...evalLet(statement.c, base) } } : base;
  const matches = compile(filter, ctx);
  const replacement = isReplacement(update) ? update : null;
  if (replacement && Array.isArray(statement.arrayFilters))
    throw new MongoError(9, 'arrayFilters may not be specified for replacement-style updates');
  const prepared = replacement ? null : prepare(update, ctx, statement.arrayFilters);
  return { ctx, filter, matches, replacement, prepared };
}

/** Applies a change to one record; the same record comes back when nothing differs. */
function changeRecord({ server: { engine }, txn }: Call, collection: Collection, record: StoredRecord, change: Change): StoredRecord {
  const { prepared, replacement } = change;
  if (replacement) return engine.replace(collection, txn, record, applyReplacement(record.doc, replacement));
  if (!prepared) return record;
  const position: { i?: number | undefined } = {};
  if (prepared.positional) change.matches(record.doc, position);
  return engine.replace(collection, txn, record, applyUpdate(record.doc, prepared, { pos: position.i }));
}

function insertForUpsert({ server: { engine }, txn, db }: Call, name: string, change: Change): StoredRecord {
  const { prepared, replacement } = change;
  const seed = upsertSeed(change.filter);
  const fresh = (): Doc => (prepared ? applyUpdate(seed, prepared, { insert: true }) : {});
  const doc = replacement ? applyReplacement('_id' in seed ? { _id: seed._id } : {}, replacement) : fresh();
  return engine.insert(engine.ensure(db, name, txn), txn, doc);
}

/**
 * The one record to write to. Finding and writing must be one step: when the search had to give way to other clients and its record was
 * changed meanwhile, it is done again without giving way.
 */
function firstRecord<T>(
  call: Call,
  collection: Collection | undefined,
  selection: Selection,
  write: (record: StoredRecord | undefined) => T,
): T | Promise<T> {
  const view = (): CollectionState => (collection ? call.server.engine.view(collection, call.txn) : EMPTY);
  const one = { ...selection, limit: 1 };
  const found = select(view(), one);
  if (!(found instanceof Promise)) return write(found[0]);
  return found.then(([record]) => write(record && view().get(record.rid) === record ? record : selectNow(view(), one)[0]));
}

type UpdateResult = { n: number; modified: number; upsertedId?: unknown };

function updateOne(
  call: Call,
  name: string,
  collection: Collection | undefined,
  s: Doc,
  change: Change,
): UpdateResult | Promise<UpdateResult> {
  const selection: Selection = { filter: change.filter, hint: s.hint, ctx: change.ctx };
  return whenFree(call, () =>
    firstRecord(call, collection, selection, (record): UpdateResult => {
      if (record && collection) return { n: 1, modified: changeRecord(call, collection, record, change) === record ? 0 : 1 };
      return s.upsert === true ? { n: 1, modified: 0, upsertedId: insertForUpsert(call, name, change).doc._id } : { n: 0, modified: 0 };
    }),
  );
}

async function updateMany(call: Call, name: string, collection: Collection | undefined, s: Doc, change: Change): Promise<UpdateResult> {
  let modified = 0;
  const change1 = (record: StoredRecord): void => {
    if (collection && changeRecord(call, collection, record, change) !== record) modified++;
  };
  const n = await eachRecord(call, collection, { filter: change.filter, hint: s.hint, ctx: change.ctx }, change.matches, change1);
  if (n > 0 || s.upsert !== true) return { n, modified };
  return whenFree(call, () => ({ n: 1, modified: 0, upsertedId: insertForUpsert(call, name, change).doc._id }));
}

/** Writes to every record of a selection, looking again at those that changed since. Returns how many there were. */
async function eachRecord(
  call: Call,
  collection: Collection | undefined,
  selection: Selection,
  matches: Matcher,
  write: (record: StoredRecord) => void,
): Promise<number> {
  if (!collection) return 0;
  const { engine } = call.server;
  let n = 0;
  let sinceTurn = 0;
  for (const found of await select(engine.view(collection, call.txn), selection)) {
    if (++sinceTurn % CHUNK === 0) {
      await new Promise(setImmediate);
      call.ctx.checkTime?.();
    }
    await whenFree(call, () => {
      const record = engine.view(collection, call.txn).get(found.rid);
      if (!record || (record !== found && !matches(record.doc))) return;
      write(record);
      n++;
    });
  }
  return n;
}

const UPDATE_STATEMENT = new Set(['q', 'u', 'c', 'multi', 'upsert', 'collation', 'arrayFilters', 'hint', 'sampleId', 'upsertSupplied']);

const update: Command = {
  fields: 'update updates ordered bypassDocumentValidation let',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const { command: c, db, txn } = call;
    const name = targetOf(call, 'update');
    checkStatements('update.updates', c.updates, UPDATE_STATEMENT);
    const upserted: Doc[] = [];
    let n = 0;
    let nModified = 0;
    const add = (result: UpdateResult, index: number): void => {
      n += result.n;
      nModified += result.modified;
      if ('upsertedId' in result) upserted.push({ index, _id: result.upsertedId });
    };
    const errors = await eachStatement(call, c.updates, (s, index) => {
      const q = filterOf(s);
      const collection = call.server.engine.find(db, name, txn);
      const change = prepareChange(call, collection, s, q, s.u);
      if (s.multi === true && change.replacement) throw new MongoError(9, 'multi update is not supported for replacement-style update');
      const result = s.multi === true ? updateMany(call, name, collection, s, change) : updateOne(call, name, collection, s, change);
      if (result instanceof Promise) return result.then((r) => add(r, index));
      add(result, index);
    });
    return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...(errors.length > 0 ? { writeErrors: errors } : {}), ok: 1 };
  },
};

/** Refuses the whole command when one of its statements is malformed, as mongod's parser does. */
function checkStatements(where: string, statements: unknown, known: ReadonlySet<string>): void {
  for (const statement of Array.isArray(statements) ? statements.filter(isObj) : []) {
    for (const field of Object.keys(statement))
      if (!known.has(field)) throw new MongoError(40415, `BSON field '${where}.${field}' is an unknown field.`);
    if (!isObj(statement.q)) throw new MongoError(40414, `BSON field '${where}.q' is missing but a required field`);
  }
}

const filterOf = ({ q }: Doc): Doc => (isObj(q) ? q : {});

const DELETE_STATEMENT = new Set(['q', 'limit', 'collation', 'hint', 'sampleId']);

const remove: Command = {
  fields: 'delete deletes ordered let',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const { command: c, db, txn } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'delete');
    checkStatements('delete.deletes', c.deletes, DELETE_STATEMENT);
    let n = 0;
    const errors = await eachStatement(call, c.deletes, async (s) => {
      const q = filterOf(s);
      const limit = toNum(s.limit);
      if (limit !== 0 && limit !== 1) throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      const collection = engine.find(db, name, txn);
      const ctx = collated(call.ctx, s.collation, collection);
      const selection: Selection = { filter: q, hint: s.hint, ctx };
      const matches = compile(q, ctx);
      const erase = (record: StoredRecord): void => {
        if (collection) engine.remove(collection, txn, record);
      };
      if (limit === 0) n += await eachRecord(call, collection, selection, matches, erase);
      else if (collection) {
        n += await whenFree(call, () =>
          firstRecord(call, collection, selection, (record) => {
            if (record) erase(record);
            return record ? 1 : 0;
          }),
        );
      }
    });
    return { n, ...(errors.length > 0 ? { writeErrors: errors } : {}), ok: 1 };
  },
};

const findAndModify: Command = {
  fields: 'findAndModify findandmodify query sort hint collation arrayFilters remove update new fields upsert bypassDocumentValidation let',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: (call) => {
    const { command: c, db, txn } = call;
    const { engine } = call.server;
    const name = targetOf(call, c.findAndModify === undefined ? 'findandmodify' : 'findAndModify');
    checkFindAndModify(c);
    const collection = engine.find(db, name, txn);
    const filter = isObj(c.query) ? c.query : {};
    const change = c.remove === true ? null : prepareChange(call, collection, c, filter, c.update);
    const ctx = change?.ctx ?? collated(call.ctx, c.collation, collection);
    const projection = compileProjection(c.fields, ctx);
    const position = projection ? positionFinder(c.fields as Doc, filter, ctx) : undefined;
    const show = (record: StoredRecord, matched = record): Doc =>
      projection ? projection(record.doc, position?.(matched.doc)) : record.doc;
    const selection: Selection = { filter, sort: isObj(c.sort) ? c.sort : undefined, hint: c.hint, ctx };
    return whenFree(call, () =>
      firstRecord(call, collection, selection, (record): Doc => {
        if (!change) {
          if (!record || !collection) return { lastErrorObject: { n: 0 }, value: null, ok: 1 };
          engine.remove(collection, txn, record);
          return { lastErrorObject: { n: 1 }, value: show(record), ok: 1 };
        }
        if (!record || !collection) {
          if (c.upsert !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
          const made = insertForUpsert(call, name, change);
          return {
            lastErrorObject: { n: 1, updatedExisting: false, upserted: made.doc._id },
            value: c.new === true ? show(made) : null,
            ok: 1,
          };
        }
        const changed = changeRecord(call, collection, record, change);
        return { lastErrorObject: { n: 1, updatedExisting: true }, value: c.new === true ? show(changed, record) : show(record), ok: 1 };
      }),
    );
  },
};

function checkFindAndModify(c: Doc): void {
  const wrong = (why: string): MongoError => new MongoError(9, why);
  if (c.remove === true) {
    if (c.update !== undefined) throw wrong('Cannot specify both an update and remove=true');
    if (c.upsert === true) throw wrong('Cannot specify both upsert=true and remove=true');
    if (c.new === true) throw wrong("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
    if (c.arrayFilters !== undefined) throw wrong('Cannot specify arrayFilters and remove=true');
  } else if (c.update === undefined) throw wrong('Either an update or remove=true must be specified');
}

const bulkWrite: Command = {
  run: () => {
    throw unsupported('the bulkWrite command (client.bulkWrite); Model.bulkWrite and collection.bulkWrite work');
  },
};

export const writingCommands: Record<string, Command> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
  bulkWrite,
};
