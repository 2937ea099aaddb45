import { compileStages } from '../aggregation/pipeline';
import { equals } from '../bson-values/compare';
import { isObj, Order, shown, typeName, typeOrd } from '../bson-values/kinds';
import { refuse } from '../errors';
import { compile } from '../query/matcher';
import type { Doc, EvalContext, ValueMatcher } from '../types';
import { applyChanges, changeTree, isFilter, refuseDollarField, type Target } from './change-tree';
import { changesOf } from './modifiers';

/** A checked update, ready to be applied to any number of documents. */
export type Prepared = {
  /** a path contains `.$`: the matcher must be asked for the position of the match */
  readonly positional: boolean;
  /** The updated document; the old one stays as it is, and fields that no change touches are shared with it. Throws 2, 14, 28, 40, 66. */
  readonly apply: (target: Target) => Doc;
};

/** True when the update is a whole document, not operators and not a pipeline. */
export function isReplacement(update: unknown): update is Doc {
  return isObj(update) && !Object.keys(update)[0]?.startsWith('$');
}

/**
 * Checks an update (operators, pipeline or replacement) and its arrayFilters before any document is touched, as mongod does. Throws 2, 9,
 * 14, 40, 52, 56, 72 and more.
 */
export function prepare(update: unknown, ctx: EvalContext = {}, arrayFilters?: unknown): Prepared {
  if (isObj(update) && !isReplacement(update)) return prepareOperators(update, ctx, (arrayFilters ?? []) as unknown[]);
  if (arrayFilters) refuse(9, 'arrayFilters may not be specified for pipeline-style or replacement-style updates');
  if (Array.isArray(update)) {
    const run = compileStages(update, ctx, 'update');
    return { positional: false, apply: ({ doc }) => withIdOf(doc, run([doc])[0] ?? {}) };
  }
  if (!isReplacement(update)) refuse(9, `Update argument must be either an object or an array, found ${typeName(update)}`);
  for (const field of Object.keys(update)) refuseDollarField(field);
  return { positional: false, apply: ({ doc }) => withIdOf(doc, update) };
}

/** A whole new document in place of an old one, whose `_id` it keeps in front. */
function withIdOf({ _id: id }: Doc, { _id = id, ...fields }: Doc): Doc {
  return withSameId(_id === undefined ? fields : { _id, ...fields }, id);
}

function prepareOperators(update: Doc, ctx: EvalContext, arrayFilters: unknown[]): Prepared {
  const filters = compileArrayFilters(arrayFilters, ctx);
  const changes = Object.entries(update).flatMap(([op, fields]) => changesOf(op, fields, ctx));
  // fields are updated, and new ones added, in the order of their names
  changes.sort((a, b) => (a.parts.join('\0') < b.parts.join('\0') ? -1 : 1));
  const tree = changeTree(changes, 40);
  const parts = changes.flatMap((change) => change.parts);
  checkIdentifiers(parts, filters);
  return {
    positional: parts.includes('$'),
    apply: (target) => withSameId(applyChanges(tree, target, filters), target.doc._id),
  };
}

/** `arrayFilters` by identifier. Throws 9, 14 or what a malformed filter gives. */
function compileArrayFilters(filters: unknown[], ctx: EvalContext): Map<string, ValueMatcher> {
  const byId = new Map<string, ValueMatcher>();
  for (const filter of filters) {
    if (!isObj(filter)) refuse(14, `each of the arrayFilters must be an object, found ${typeName(filter)}`);
    const [id, other] = new Set(identifiers(filter));
    if (id === undefined || other !== undefined) refuse(9, `An array filter needs a single top-level field name: ${shown(filter)}`);
    if (!/^[a-z][a-zA-Z0-9]*$/.test(id)) refuse(2, `The name in an array filter must be alphanumeric and begin with a-z: '${id}'`);
    if (byId.has(id)) refuse(9, `Found multiple array filters with the same top-level field name ${id}`);
    const test = compile(filter, ctx);
    byId.set(id, (v) => test({ [id]: v }));
  }
  return byId;
}

function identifiers(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, v]) => {
    if (!key.startsWith('$')) return key.split('.').slice(0, 1);
    return Array.isArray(v) ? v.filter(isObj).flatMap(identifiers) : [];
  });
}

/** Every identifier of a path must have a filter (2), and every filter must be used (9). */
function checkIdentifiers(parts: readonly string[], filters: ReadonlyMap<string, ValueMatcher>): void {
  const used = new Set(parts.filter(isFilter).map((part) => part.slice(2, -1)));
  for (const id of used) if (id && !filters.has(id)) refuse(2, `No array filter found for identifier '${id}'`);
  for (const id of filters.keys()) if (!used.has(id)) refuse(9, `The array filter for identifier '${id}' was not used in the update`);
}

/** Throws 66 when an update would give a document another `_id`. */
export function withSameId(doc: Doc, id: unknown): Doc {
  if (id === undefined || (doc._id !== undefined && equals(doc._id, id))) return doc;
  refuse(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

/** Refuses a document no mongod stores because of its `_id`: an array, a regular expression (53) or `$`-prefixed fields (52). */
export function checkStorable({ _id }: Doc): void {
  const type = typeOrd(_id);
  if (type === Order.array || type === Order.regex) refuse(53, `The '_id' value cannot be of type ${typeName(_id)}`);
  const wrong = isObj(_id) ? Object.keys(_id).find((field) => field.startsWith('$')) : undefined;
  if (wrong !== undefined) refuse(52, `_id fields may not contain '$'-prefixed fields: ${wrong} is not valid for storage.`);
}
