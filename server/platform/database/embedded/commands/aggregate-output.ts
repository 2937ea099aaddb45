import { compileStages } from '../aggregation/pipeline';
import { isObj, own, typeName } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import { selectNow } from '../engine/select';
import { refuse, unsupported } from '../errors';
import type { StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext } from '../types';
import { withSameId } from '../update/updater';
import { type Call, durable, whenFree } from './call';

/** Writes the documents a pipeline made. */
export type Output = (docs: readonly Doc[]) => Promise<void>;

/** The writer a pipeline ends with; null when it only reads. Throws what mongod answers for a malformed one. */
export function outputOf(call: Call, pipeline: readonly unknown[], ctx: EvalContext): Output | null {
  const last = pipeline.at(-1);
  if (!isObj(last) || !('$out' in last || '$merge' in last)) return null;
  if (call.txn) refuse(263, `${Object.keys(last)[0]} cannot be used in a transaction`);
  const { readConcern } = call.command;
  if (isObj(readConcern) && readConcern.level === 'linearizable')
    refuse(72, 'a pipeline that writes cannot be used with a "linearizable" read concern level');
  return '$out' in last ? out(call, last.$out) : merge(call, last.$merge, ctx);
}

function targetNamespace(call: Call, given: unknown, stage: string): { db: string; name: string } {
  const { db = call.db, coll } = isObj(given) ? given : { coll: given };
  if (typeof coll !== 'string' || typeof db !== 'string')
    refuse(16990, `${stage} only supports a string or object argument, but found ${typeName(given)}`);
  return { db, name: coll };
}

/** `$out`: in place of whatever the collection held, all at once or not at all. Its indexes stay. */
function out(call: Call, given: unknown): Output {
  const { engine } = call.server;
  const { db, name } = targetNamespace(call, given, '$out');
  return async (docs) => {
    await whenFree(call, () => {
      const txn = engine.begin(0);
      try {
        const target = engine.ensure(db, name, txn);
        engine.beforeDefinitionChange(target);
        for (const record of [...target.state.records.values()]) engine.remove(target, txn, record);
        for (const doc of docs) engine.insert(target, txn, doc);
      } catch (error) {
        engine.abort(txn);
        throw error;
      }
      engine.commit(txn);
    });
    await durable(call);
  };
}

const WHEN_MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const WHEN_NOT_MATCHED = ['insert', 'discard', 'fail'];

function oneOf(field: string, v: unknown, allowed: readonly string[]): string {
  if (typeof v === 'string' && allowed.includes(v)) return v;
  refuse(2, `Enumeration value '${String(v)}' for field '${field}' is not a valid value.`);
}

/** `$merge`: each document into the one that agrees with it in the fields `on`. */
function merge(call: Call, given: unknown, ctx: EvalContext): Output {
  const { engine } = call.server;
  const spec = typeof given === 'string' ? { into: given } : given;
  if (!isObj(spec)) refuse(51182, `$merge only supports a string or object argument, not ${typeName(given)}`);
  const { into, on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: variables, ...unknown } = spec;
  for (const field of Object.keys(unknown)) refuse(40415, `BSON field '$merge.${field}' is an unknown field.`);
  if (variables !== undefined) throw unsupported('$merge with let');
  const { db, name } = targetNamespace(call, into, '$merge');
  const fields = [on].flat().map(String);
  const ifNone = oneOf('whenNotMatched', whenNotMatched, WHEN_NOT_MATCHED);
  const combine = combination(whenMatched, ctx);
  return async (docs) => {
    const target = await whenFree(call, () => engine.ensure(db, name, null));
    if (!hasUniqueIndex(target, fields)) refuse(51183, 'Cannot find index to verify that join fields will be unique');
    for (const doc of docs) await whenFree(call, () => mergeOne(call, target, doc, fields, ifNone, combine));
    await durable(call);
  };
}

type Combine = ((old: Doc, doc: Doc) => Doc) | null;

/** What becomes of a document that is there already; null: it stands in the way. */
function combination(whenMatched: unknown, ctx: EvalContext): Combine {
  if (Array.isArray(whenMatched)) {
    const run = (doc: Doc): ReturnType<typeof compileStages> =>
      compileStages(whenMatched, { ...ctx, variables: { ...ctx.variables, new: doc } }, 'update');
    run({});
    return (old, doc) => run(doc)([old])[0] ?? old;
  }
  switch (oneOf('whenMatched', whenMatched, WHEN_MATCHED)) {
    case 'replace':
      return ({ _id }, doc) => ({ _id, ...doc });
    case 'merge':
      return (old, doc) => ({ ...old, ...doc });
    case 'keepExisting':
      return (old) => old;
  }
  return null;
}

function hasUniqueIndex({ state }: Collection, on: readonly string[]): boolean {
  const fits = (key: Doc): boolean => Object.keys(key).length === on.length && on.every((field) => own(key, field) !== undefined);
  return [...state.indexes.values()].some((index) => index.unique && !index.partial && fits(index.spec.key));
}

function mergeOne(
  { server: { engine } }: Call,
  target: Collection,
  doc: Doc,
  on: readonly string[],
  ifNone: string,
  combine: Combine,
): void {
  const old = matchOf(target, doc, on);
  if (!old || !combine) {
    if (ifNone === 'fail' && !old) refuse(13113, '$merge could not find a matching document in the target collection');
    if (ifNone === 'insert' || old) engine.insert(target, null, doc);
    return;
  }
  engine.replace(target, null, old, withSameId(combine(old.doc, doc), old.doc._id));
}

function matchOf(target: Collection, doc: Doc, on: readonly string[]): StoredRecord | undefined {
  if (on.includes('_id') && doc._id === undefined) return undefined;
  const values = on.map((field): [string, unknown] => [field, own(doc, field)]);
  if (values.some(([, v]) => v === undefined || v === null || Array.isArray(v)))
    refuse(51132, "$merge write error: 'on' field cannot be missing, null, undefined or an array");
  const filter = Object.fromEntries(values.map(([field, v]) => [field, { $eq: v }]));
  return selectNow(target.state, { filter, limit: 1, ctx: {} })[0];
}
