import { evalLet } from '../aggregation/expressions';
import { isObj, toNum } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import { type Selection, select, selectNow } from '../engine/select';
import { MongoError, refuse, unsupported } from '../errors';
import { compile } from '../query/matcher';
import { compileProjection } from '../query/projection';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext, Matcher, Position } from '../types';
import { isReplacement, type Prepared, prepare } from '../update/updater';
import { upsertSeed } from '../update/upsert-seed';
import { type Call, type Command, collated, targetOf, whenFree } from './call';
import { strikeWrite } from './fail-point';
import { isTransient, writeError } from './failures';
import { checkFields, type Fields, fieldsOf } from './fields';
import { positionFinder } from './reading';

const MAX_STATEMENTS = 100_000;
/** Records changed by one statement before other clients get a turn. */
const CHUNK = 500;

/** Runs one statement. When a retryable command comes again, a statement that took effect before is not run again: its outcome is known. */
function runOnce<T>(call: Call, index: number, run: () => T | Promise<T>): T | Promise<T> {
  const { done, session } = call;
  if (!done || !session) return run();
  if (done.has(index)) return done.get(index) as T;
  strikeWrite(call);
  const keep = (outcome: T): T => {
    done.set(index, outcome);
    call.server.sessions.remember(session, index, outcome);
    return outcome;
  };
  const outcome = run();
  return outcome instanceof Promise ? outcome.then(keep) : keep(outcome);
}

type Outcomes<T> = { outcomes: { index: number; outcome: T }[]; report: Doc };

/** Runs the statements of a write command in order; `report` lists those that failed. */
async function eachStatement<T>(call: Call, list: unknown, run: (statement: Doc, index: number) => T | Promise<T>): Promise<Outcomes<T>> {
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_STATEMENTS) {
    const n = Array.isArray(list) ? list.length : 0;
    refuse(16, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${n} operations.`);
  }
  const outcomes: { index: number; outcome: T }[] = [];
  const writeErrors: Doc[] = [];
  for (const [index, statement] of list.entries()) {
    try {
      if (!isObj(statement)) refuse(14, 'a statement of a write command must be a document');
      const outcome = runOnce(call, index, () => run(statement, index));
      outcomes.push({ index, outcome: outcome instanceof Promise ? await outcome : outcome });
    } catch (error) {
      if (!(error instanceof MongoError) || concernsWholeCommand(call, error)) throw error;
      writeErrors.push(writeError(index, error));
      if (call.command.ordered !== false) break;
    }
  }
  return { outcomes, report: writeErrors.length > 0 ? { writeErrors, ok: 1 } : { ok: 1 } };
}

const concernsWholeCommand = ({ txn, server }: Call, { code }: MongoError): boolean =>
  code === 50 || code === 73 || server.engine.store.failure !== null || (txn !== null && isTransient(code));

const sum = <T>(outcomes: readonly { outcome: T }[], n: (outcome: T) => number): number =>
  outcomes.reduce((total, { outcome }) => total + n(outcome), 0);

const insert: Command = {
  fields: 'insert documents:array! ordered:bool bypassDocumentValidation:bool',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const { command: c, db, txn, sent } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'insert');
    const { outcomes, report } = await eachStatement(call, c.documents, (doc, index) =>
      whenFree(call, () => void engine.insert(engine.ensure(db, name, txn), txn, doc, sent?.[index])),
    );
    return { n: outcomes.length, ...report };
  },
};

/** The documents a statement speaks about. */
type Target = {
  call: Call;
  name: string;
  collection: Collection | undefined;
  selection: Selection & { filter: Doc };
  matches: Matcher;
};

function targetOfStatement(call: Call, name: string, s: Doc, filter: Doc): Target {
  const collection = call.server.engine.find(call.db, name, call.txn);
  const base = collated(call.ctx, s.collation, collection);
  const ctx: EvalContext = isObj(s.c) ? { ...base, variables: { ...base.variables, ...evalLet(s.c, base) } } : base;
  const selection = { filter, sort: isObj(s.sort) ? s.sort : undefined, hint: s.hint, ctx };
  return { call, name, collection, selection, matches: compile(filter, ctx) };
}

/** Applies an update to one record; the same record comes back when nothing differs. */
function changeRecord({ call, collection, matches }: Target, record: StoredRecord, update: Prepared): StoredRecord {
  if (!collection) return record;
  const position: Position = {};
  if (update.positional) matches(record.doc, position);
  return call.server.engine.replace(collection, call.txn, record, update.apply({ doc: record.doc, pos: position.i }));
}

function insertForUpsert({ call, name, selection }: Target, update: Prepared): StoredRecord {
  const { engine } = call.server;
  const doc = update.apply({ doc: upsertSeed(selection.filter), insert: true });
  return engine.insert(engine.ensure(call.db, name, call.txn), call.txn, doc);
}

/**
 * Writes to the one record of a target. Finding and writing must be one step: when the search had to give way to other clients and its record
 * was changed meanwhile, it is done again without giving way.
 */
function writeToFirst<T>({ call, collection, selection }: Target, write: (record: StoredRecord | undefined) => T): T | Promise<T> {
  const view = (): CollectionState => call.server.engine.view(collection, call.txn);
  const one = { ...selection, limit: 1 };
  return whenFree(call, () => {
    const found = select(view(), one);
    if (!(found instanceof Promise)) return write(found[0]);
    return found.then(([record]) => write(record && view().get(record.rid) === record ? record : selectNow(view(), one)[0]));
  });
}

/** Writes to every record of a target, looking again at those that changed since. Returns how many there were. */
async function writeToEach({ call, collection, selection, matches }: Target, write: (record: StoredRecord) => void): Promise<number> {
  const view = (): CollectionState => call.server.engine.view(collection, call.txn);
  let n = 0;
  let sinceTurn = 0;
  for (const found of await select(view(), selection)) {
    if (++sinceTurn % CHUNK === 0) {
      await new Promise(setImmediate);
      call.ctx.checkTime?.();
    }
    await whenFree(call, () => {
      const record = view().get(found.rid);
      if (!record || (record !== found && !matches(record.doc))) return;
      write(record);
      n++;
    });
  }
  return n;
}

type UpdateOutcome = { n: number; modified: number; upserted?: { _id: unknown } };

const upsertOutcome = (target: Target, update: Prepared): UpdateOutcome => ({
  n: 1,
  modified: 0,
  upserted: { _id: insertForUpsert(target, update).doc._id },
});

function updateFirst(target: Target, update: Prepared, upsert: boolean): UpdateOutcome | Promise<UpdateOutcome> {
  return writeToFirst(target, (record): UpdateOutcome => {
    if (record) return { n: 1, modified: changeRecord(target, record, update) === record ? 0 : 1 };
    return upsert ? upsertOutcome(target, update) : { n: 0, modified: 0 };
  });
}

async function updateEach(target: Target, update: Prepared, upsert: boolean): Promise<UpdateOutcome> {
  let modified = 0;
  const n = await writeToEach(target, (record) => {
    if (changeRecord(target, record, update) !== record) modified++;
  });
  return n === 0 && upsert ? whenFree(target.call, () => upsertOutcome(target, update)) : { n, modified };
}

/** Refuses the whole command when one of its statements is malformed, as mongod's parser does. */
function checkStatements({ done }: Call, where: string, statements: unknown, fields: Fields): void {
  for (const statement of Array.isArray(statements) ? statements.filter(isObj) : []) {
    checkFields(where, statement, fields);
    if (done && (statement.multi === true || statement.limit === 0))
      refuse(72, 'Cannot use retryable writes with statements that may write to several documents');
  }
}

const UPDATE_STATEMENT = fieldsOf(
  'q:object! u! c:object multi:bool upsert:bool collation:object arrayFilters:array hint sampleId upsertSupplied:bool',
);

const update: Command = {
  fields: 'update updates:array! ordered:bool bypassDocumentValidation:bool let:object',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const name = targetOf(call, 'update');
    checkStatements(call, 'update.updates', call.command.updates, UPDATE_STATEMENT);
    const { outcomes, report } = await eachStatement(call, call.command.updates, (s) => {
      const target = targetOfStatement(call, name, s, s.q as Doc);
      const prepared = prepare(s.u, target.selection.ctx, s.arrayFilters);
      if (s.multi !== true) return updateFirst(target, prepared, s.upsert === true);
      if (isReplacement(s.u)) refuse(9, 'multi update is not supported for replacement-style update');
      return updateEach(target, prepared, s.upsert === true);
    });
    const upserted = outcomes.flatMap(({ index, outcome }) => (outcome.upserted ? [{ index, ...outcome.upserted }] : []));
    const counts = { n: sum(outcomes, (o) => o.n), nModified: sum(outcomes, (o) => o.modified) };
    return { ...counts, ...(upserted.length > 0 ? { upserted } : {}), ...report };
  },
};

const DELETE_STATEMENT = fieldsOf('q:object! limit:number! collation:object hint sampleId');

const remove: Command = {
  fields: 'delete deletes:array! ordered:bool let:object',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: async (call) => {
    const name = targetOf(call, 'delete');
    checkStatements(call, 'delete.deletes', call.command.deletes, DELETE_STATEMENT);
    const { outcomes, report } = await eachStatement(call, call.command.deletes, (s) => {
      const limit = toNum(s.limit);
      if (limit !== 0 && limit !== 1) refuse(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      const target = targetOfStatement(call, name, s, s.q as Doc);
      return limit === 0 ? writeToEach(target, (record) => erase(target, record)) : writeToFirst(target, (record) => erase(target, record));
    });
    return { n: sum<number>(outcomes, (n) => n), ...report };
  },
};

function erase({ call, collection }: Target, record: StoredRecord | undefined): 0 | 1 {
  if (!collection || !record) return 0;
  call.server.engine.remove(collection, call.txn, record);
  return 1;
}

const findAndModify: Command = {
  fields:
    'findAndModify findandmodify query:object sort:object hint collation:object arrayFilters:array remove:bool update new:bool fields:object ' +
    'upsert:bool bypassDocumentValidation:bool let:object',
  writes: true,
  inTransaction: true,
  retryable: true,
  run: (call) => {
    const { command: c } = call;
    checkFindAndModify(c);
    const name = targetOf(call, c.findAndModify === undefined ? 'findandmodify' : 'findAndModify');
    return runOnce(call, 0, () => {
      const target = targetOfStatement(call, name, c, isObj(c.query) ? c.query : {});
      const { filter, ctx } = target.selection;
      const prepared = c.remove === true ? null : prepare(c.update, ctx, c.arrayFilters);
      const projection = compileProjection(c.fields, ctx);
      const position = projection ? positionFinder(c.fields as Doc, filter, ctx) : undefined;
      const show = (record: StoredRecord, matched = record): Doc =>
        projection ? projection(record.doc, position?.(matched.doc)) : record.doc;
      return writeToFirst(target, (record): Doc => {
        if (!prepared) return { lastErrorObject: { n: erase(target, record) }, value: record ? show(record) : null, ok: 1 };
        if (record) {
          const changed = changeRecord(target, record, prepared);
          return { lastErrorObject: { n: 1, updatedExisting: true }, value: c.new === true ? show(changed, record) : show(record), ok: 1 };
        }
        if (c.upsert !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
        const made = insertForUpsert(target, prepared);
        const lastErrorObject = { n: 1, updatedExisting: false, upserted: made.doc._id };
        return { lastErrorObject, value: c.new === true ? show(made) : null, ok: 1 };
      });
    });
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
