import { isObj } from '../bson-values/kinds';
import { select, selectNow } from '../engine/select';
import { isTransient, MongoError, refuse } from '../errors';
import { compile } from '../query/matcher';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Doc, Position } from '../types';
import { isReplacement, prepare } from '../update/updater';
import { upsertSeed } from '../update/upsert-seed';
import { type Call, command, numberOf, whenFree } from './call';
import { strikeWrite } from './fail-point';
import { checkFields, type Fields, fieldsOf } from './fields';
import { projector, targetOf } from './reading';

const MAX_STATEMENTS = 100_000;
/** Records changed by one statement before other clients get a turn. */
const CHUNK = 500;

const WRITES = ['writes', 'inTransaction', 'retryable'] as const;

/** What a statement did. */
type Outcome = { n: number; modified: number; upserted?: { _id: unknown } | undefined };

/** Does the write of a statement. When a retryable command comes again, what took effect before is not done again: its outcome is known. */
function once<T>(call: Call, index: number, write: () => T): T {
  const { done, session } = call;
  if (!done || !session) return write();
  if (done.has(index)) return done.get(index) as T;
  strikeWrite(call);
  const outcome = write();
  done.set(index, outcome);
  call.server.sessions.remember(session, index, outcome);
  return outcome;
}

/** Runs the statements of a write command in order. The reply says what they did together, and which of them failed. */
async function eachStatement(call: Call, list: unknown, run: (s: Doc, index: number) => Outcome | Promise<Outcome>): Promise<Doc> {
  const statements = list as Doc[];
  if (statements.length === 0 || statements.length > MAX_STATEMENTS)
    refuse(16, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${statements.length} operations.`);
  if (!statements.every(isObj)) refuse(14, 'a statement of a write command must be a document');
  let n = 0;
  let modified = 0;
  const upserted: Doc[] = [];
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      const outcome = await whenFree(call, () => run(statement, index));
      n += outcome.n;
      modified += outcome.modified;
      if (outcome.upserted) upserted.push({ index, ...outcome.upserted });
    } catch (error) {
      if (!(error instanceof MongoError) || concernsWholeCommand(call, error)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (call.command.ordered !== false) break;
    }
  }
  const some = (found: Doc[]): Doc[] | undefined => (found.length > 0 ? found : undefined);
  const nModified = call.command.updates ? modified : undefined;
  return { n, nModified, upserted: some(upserted), writeErrors: some(writeErrors), ok: 1 };
}

const concernsWholeCommand = ({ txn, server }: Call, { code }: MongoError): boolean =>
  code === 50 || code === 73 || server.engine.store.failure !== null || (txn !== null && isTransient(code));

const insert = command('insert:collection documents:array! ordered:bool bypassDocumentValidation:bool', WRITES, (call) => {
  const { command: c, db, name, txn, sent } = call;
  const { engine } = call.server;
  return eachStatement(call, c.documents, (doc, index) => {
    once(call, index, () => void engine.insert(engine.ensure(db, name, txn), txn, doc, sent?.[index]));
    return { n: 1, modified: 0 };
  });
});

/** A statement that changes what it finds: by `update`, or without one by removing it. */
function changeOf(call: Call, statement: Doc, u: unknown) {
  const { collection, selection } = targetOf(call, statement);
  const matches = compile(selection.filter, selection.ctx);
  const update = u === undefined ? null : prepare(u, selection.ctx, statement.arrayFilters);
  return { call, collection, selection, matches, update, upsert: statement.upsert === true };
}
type Change = ReturnType<typeof changeOf>;

const view = ({ call, collection }: Change): CollectionState => call.server.engine.view(collection, call.txn);

/** Carries out a change on a record, undefined when none was found. Returns the record there is then; the same one when nothing differs. */
function apply({ call, collection, selection, matches, update, upsert }: Change, old: StoredRecord | undefined): StoredRecord | undefined {
  const { engine } = call.server;
  const { db, name, txn } = call;
  if (!old || !collection) {
    if (!update || !upsert) return undefined;
    return engine.insert(engine.ensure(db, name, txn), txn, update.apply({ doc: upsertSeed(selection.filter), insert: true }));
  }
  if (!update) {
    engine.remove(collection, txn, old);
    return undefined;
  }
  const position: Position = {};
  if (update.positional) matches(old.doc, position);
  return engine.replace(collection, txn, old, update.apply({ doc: old.doc, pos: position.i }));
}

type Report<T> = (old: StoredRecord | undefined, now: StoredRecord | undefined) => T;

const outcomeOf: Report<Outcome> = (old, now) => {
  const upserted = now && !old ? { _id: now.doc._id } : undefined;
  return { n: old || now ? 1 : 0, modified: old && now !== old ? 1 : 0, upserted };
};

/**
 * Changes the one record a statement finds. Finding and writing must be one step: when the search had to give way to other clients, and its
 * record was changed meanwhile, it is done again without giving way.
 */
async function changeOne<T>(change: Change, index: number, report: Report<T>): Promise<T> {
  const one = { ...change.selection, limit: 1 };
  const found = select(view(change), one);
  let [record] = found instanceof Promise ? await found : found;
  if (found instanceof Promise && (!record || view(change).get(record.rid) !== record)) [record] = selectNow(view(change), one);
  return once(change.call, index, () => report(record, apply(change, record)));
}

/** Changes every record a statement finds, looking again at those that changed since. */
async function changeEach(change: Change): Promise<Outcome> {
  const { call, selection, matches } = change;
  const total = { n: 0, modified: 0 };
  for (const [i, found] of (await select(view(change), { ...selection, limit: 0 })).entries()) {
    if (i % CHUNK === CHUNK - 1) {
      await new Promise(setImmediate);
      call.ctx.checkTime?.();
    }
    await whenFree(call, () => {
      const record = view(change).get(found.rid);
      if (!record || (record !== found && !matches(record.doc))) return;
      if (apply(change, record) !== record) total.modified++;
      total.n++;
    });
  }
  return total.n > 0 ? total : outcomeOf(undefined, apply(change, undefined));
}

const isMulti = ({ multi, limit }: Doc): boolean => multi === true || (limit !== undefined && numberOf(limit) === 0);

/** Runs the statements of an update or delete command. */
function changeAll(call: Call, list: 'updates' | 'deletes', fields: Fields): Promise<Doc> {
  const statements = call.command[list] as unknown[];
  // One malformed statement makes mongod's parser refuse the whole command.
  for (const statement of statements.filter(isObj)) {
    checkFields(list, statement, fields);
    const limit = numberOf(statement.limit);
    if (limit !== 0 && limit !== 1) refuse(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    if (call.done && isMulti(statement)) refuse(72, 'Cannot use retryable writes with statements that may write to several documents');
  }
  return eachStatement(call, statements, (statement, index) => {
    const change = changeOf(call, statement, statement.u);
    if (!isMulti(statement)) return changeOne(change, index, outcomeOf);
    if (change.update && isReplacement(statement.u)) refuse(9, 'multi update is not supported for replacement-style update');
    return changeEach(change);
  });
}

const UPDATE = 'update:collection updates:array! ordered:bool bypassDocumentValidation:bool let:object';
const UPDATE_STATEMENT = fieldsOf('q:object! u! multi:bool upsert:bool collation:object arrayFilters:array hint');
const update = command(UPDATE, WRITES, (call) => changeAll(call, 'updates', UPDATE_STATEMENT));

const DELETE = 'delete:collection deletes:array! ordered:bool let:object';
const DELETE_STATEMENT = fieldsOf('q:object! limit:number! collation:object hint');
const remove = command(DELETE, WRITES, (call) => changeAll(call, 'deletes', DELETE_STATEMENT));

const FIND_AND_MODIFY =
  'findAndModify:collection query:object sort:object hint collation:object arrayFilters:array remove:bool update new:bool fields:object ' +
  'upsert:bool bypassDocumentValidation:bool let:object';

const findAndModify = command(FIND_AND_MODIFY, WRITES, (call) => {
  const { command: c } = call;
  for (const other of ['update', 'upsert', 'new', 'arrayFilters'])
    if (c.remove === true && (c[other] ?? false) !== false) refuse(9, `Cannot specify both ${other} and remove=true`);
  if (c.remove !== true && c.update === undefined) refuse(9, 'Either an update or remove=true must be specified');
  const change = changeOf(call, c, c.update);
  const show = projector(c.fields, change.selection.filter, change.selection.ctx) ?? ((doc) => doc);
  return changeOne(change, 0, (old, now): Doc => {
    const updated = change.update && { updatedExisting: old !== undefined, upserted: old ? undefined : now?.doc._id };
    const shown = c.new === true ? now : old;
    const value = shown ? show(shown.doc, old?.doc) : null;
    return { lastErrorObject: { n: old || now ? 1 : 0, ...updated }, value, ok: 1 };
  });
});

export const writingCommands = { insert, update, delete: remove, findAndModify };
