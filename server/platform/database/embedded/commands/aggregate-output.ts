import { isObj, typeName } from '../bson-values/kinds';
import { selectNow } from '../engine/select';
import { refuse, unsupported } from '../errors';
import type { Doc } from '../types';
import { type Call, whenFree } from './call';

/** Writes the documents a pipeline made. */
export type Output = (docs: readonly Doc[]) => void | Promise<void>;

/** The writer a pipeline ends with; null when it only reads. Throws what mongod answers for a malformed one. */
export function outputOf(call: Call, pipeline: readonly unknown[]): Output | null {
  const last = pipeline.at(-1);
  if (!isObj(last) || !('$out' in last || '$merge' in last)) return null;
  if (call.txn) refuse(263, `${Object.keys(last)[0]} cannot be used in a transaction`);
  if ((call.command.readConcern as Doc | undefined)?.level === 'linearizable') refuse(72, 'what writes cannot read "linearizable"');
  return '$out' in last ? out(call, last.$out) : merge(call, last.$merge);
}

function targetNamespace(call: Call, given: unknown, stage: string): { db: string; name: string } {
  const { db = call.db, coll } = isObj(given) ? given : { coll: given };
  if (typeof coll === 'string' && typeof db === 'string') return { db, name: coll };
  refuse(16990, `${stage} only supports a string or object argument, but found ${typeName(given)}`);
}

/** `$out`: in place of whatever the collection held, all at once or not at all. Its indexes stay. */
function out(call: Call, given: unknown): Output {
  const { engine } = call.server;
  const { db, name } = targetNamespace(call, given, '$out');
  const replaceAll = (docs: readonly Doc[]): void => {
    const txn = engine.begin(0);
    try {
      const target = engine.ensure(db, name, txn);
      engine.beforeDefinitionChange(target);
      for (const record of [...target.state.records.values()]) engine.remove(target, txn, record);
      for (const doc of docs) engine.insert(target, txn, doc);
      engine.commit(txn);
    } catch (error) {
      engine.abort(txn);
      throw error;
    }
  };
  return (docs) => whenFree(call, () => replaceAll(docs));
}

const MODES = { whenMatched: ['merge', 'replace', 'keepExisting', 'fail'], whenNotMatched: ['insert', 'discard', 'fail'] };

/** `$merge`: each document into the one of the same `_id`. */
function merge(call: Call, given: unknown): Output {
  const { engine } = call.server;
  const spec = typeof given === 'string' ? { into: given } : given;
  if (!isObj(spec)) refuse(51182, `$merge only supports a string or object argument, not ${typeName(given)}`);
  const { into, on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: variables, ...unknown } = spec;
  for (const field of Object.keys(unknown)) refuse(40415, `BSON field '$merge.${field}' is an unknown field.`);
  if (on !== '_id') throw unsupported("$merge on anything but '_id'");
  if (Array.isArray(whenMatched) || variables !== undefined) throw unsupported('$merge with a pipeline');
  if (!MODES.whenMatched.includes(String(whenMatched))) refuse(2, `'${String(whenMatched)}' is no mode of whenMatched`);
  if (!MODES.whenNotMatched.includes(String(whenNotMatched))) refuse(2, `'${String(whenNotMatched)}' is no mode of whenNotMatched`);
  const { db, name } = targetNamespace(call, into, '$merge');
  return async (docs) => {
    const target = await whenFree(call, () => engine.ensure(db, name, null));
    const mergeOne = (doc: Doc): void => {
      if (doc._id === null) refuse(51132, "$merge write error: 'on' field cannot be null");
      const [old] = doc._id === undefined ? [] : selectNow(target.state, { filter: { _id: { $eq: doc._id } }, limit: 1, ctx: {} });
      if (!old && whenNotMatched === 'fail') refuse(13113, '$merge could not find a matching document in the target collection');
      // where one stands in the way the insert fails as it should
      if (old ? whenMatched === 'fail' : whenNotMatched === 'insert') engine.insert(target, null, doc);
      else if (old && whenMatched === 'merge') engine.replace(target, null, old, { ...old.doc, ...doc });
      else if (old && whenMatched === 'replace') engine.replace(target, null, old, { _id: old.doc._id, ...doc });
    };
    for (const doc of docs) await whenFree(call, () => mergeOne(doc));
  };
}
