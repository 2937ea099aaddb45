import { compileStages } from '../aggregation/pipeline';
import { equals } from '../bson-values/compare';
import { clone } from '../bson-values/documents';
import { digits, isObj, Order, setOwn, shown, typeName, typeOrd } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc, EvalContext, ValueMatcher } from '../types';
import { compileArrayFilters } from './array-filters';
import { type Modifier, modifierBuilder } from './modifiers';
import { erase, expand, filterIdentifier, holder, isDynamic, read, refuseDollarField, updatePath, write } from './paths';

export { upsertSeed } from './upsert-seed';

/** One operator on one path. `from`: the source path of a `$rename`. */
type Change = { parts: string[]; onlyOnInsert: boolean; modifier: Modifier | null; from: string[] | null };

/** A checked update, ready to be applied to any number of documents. */
export type Prepared = {
  /** a path contains `.$`: the matcher must be asked for the position of the match */
  readonly positional: boolean;
  /** The updated document; `doc` stays as it is, and fields that no change touches are shared with it. Throws 2, 14, 28, 40, 66. */
  readonly apply: (doc: Doc, options: ApplyOptions) => Doc;
};

export type ApplyOptions = {
  /** array index the query matched */
  pos?: number | undefined;
  /** true when the document is being made by an upsert: `doc` is the seed, and $setOnInsert applies */
  insert?: boolean;
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
  const operators = !Array.isArray(update) && !isReplacement(update);
  if (arrayFilters !== undefined && arrayFilters !== null && !operators) {
    refuse(9, `arrayFilters may not be specified for ${Array.isArray(update) ? 'pipeline' : 'replacement'}-style updates`);
  }
  if (Array.isArray(update)) return preparePipeline(update, ctx);
  if (isReplacement(update)) return prepareReplacement(update);
  if (!isObj(update)) refuse(9, `Update argument must be either an object or an array, found ${typeName(update)}`);
  return prepareOperators(update, ctx, arrayFilters);
}

function preparePipeline(pipeline: unknown[], ctx: EvalContext): Prepared {
  const run = compileStages(pipeline, ctx, 'update');
  return {
    positional: false,
    apply(doc) {
      const result = clone(run([doc])[0] ?? {});
      const kept = doc._id !== undefined && !Object.hasOwn(result, '_id') ? { _id: doc._id, ...result } : result;
      return withSameId(kept, doc._id);
    },
  };
}

function prepareReplacement(replacement: Doc): Prepared {
  for (const field of Object.keys(replacement)) refuseDollarField([field]);
  return {
    positional: false,
    apply({ _id: id }) {
      const { _id, ...fields } = clone(replacement);
      if (id !== undefined && _id !== undefined && !equals(id, _id)) {
        refuse(66, `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${shown(_id)}`);
      }
      const kept = id ?? _id;
      return kept === undefined ? fields : { _id: kept, ...fields };
    },
  };
}

function prepareOperators(update: Doc, ctx: EvalContext, arrayFilters: unknown): Prepared {
  const filters = compileArrayFilters(arrayFilters, ctx);
  const changes = Object.entries(update).flatMap(([op, fields]) => changesOf(op, fields, ctx));
  const touched = changes.flatMap(({ parts, from }) => (from ? [parts, from] : [parts]));
  refuseConflicts(touched);
  refuseMixedLevels(touched);
  checkIdentifiers(touched, filters, update);
  // fields are updated, and new ones added, in the order of their names
  changes.sort((a, b) => comparePaths(a.parts, b.parts));
  const roots = new Set(touched.map(([root = '']) => root));
  const dynamic = changes.some(({ parts }) => isDynamic(parts));
  return {
    positional: changes.some(({ parts }) => parts.includes('$')),
    apply(old, { pos, insert = false }) {
      const doc = { ...old };
      for (const root of roots) if (Object.hasOwn(doc, root)) setOwn(doc, root, clone(doc[root]));
      const id = old._id;
      const active = changes.filter((change) => insert || !change.onlyOnInsert);
      const concrete = active.flatMap((change) => expand(doc, change.parts, pos, filters).map((parts) => ({ ...change, parts })));
      if (dynamic) refuseConflicts(concrete.map(({ parts }) => parts));
      if (!insert) for (const { parts } of concrete) refuseDollarField(parts);
      for (const change of concrete) {
        if (change.from) rename(doc, change.from, change.parts);
        else if (change.modifier) modify(doc, change.parts, change.modifier, id);
      }
      return withSameId(doc, id);
    },
  };
}

function changesOf(op: string, fields: unknown, ctx: EvalContext): Change[] {
  const build = modifierBuilder(op);
  if (!build && op !== '$rename') {
    refuse(9, `Unknown modifier: ${op}. Expected a valid update modifier or pipeline-style update specified as an array`);
  }
  if (!isObj(fields)) {
    refuse(
      9,
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${op}: ${shown(fields)}}`,
    );
  }
  return Object.entries(fields).map(([path, arg]): Change => {
    const parts = updatePath(path);
    if (!build) return { parts: renameTarget(path, parts, arg), from: parts, modifier: null, onlyOnInsert: false };
    return { parts, from: null, modifier: build(arg, path, ctx), onlyOnInsert: op === '$setOnInsert' };
  });
}

function renameTarget(path: string, from: string[], to: unknown): string[] {
  if (typeof to !== 'string') refuse(2, `The 'to' field for $rename must be a string: ${path}: ${shown(to)}`);
  const parts = updatePath(to);
  if (isDynamic(from)) refuse(2, `The source field for $rename may not be dynamic: ${path}`);
  if (isDynamic(parts)) refuse(2, `The destination field for $rename may not be dynamic: ${to}`);
  if (path === to) refuse(2, `The source and target field for $rename must differ: ${path}: "${to}"`);
  if (path.startsWith(`${to}.`) || to.startsWith(`${path}.`)) {
    refuse(2, `The source and target field for $rename must not be on the same path: ${path}: "${to}"`);
  }
  return parts;
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) return 1;
    if (x !== y) return digits(x) && digits(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** Two paths of which one contains the other cannot be updated together. */
function refuseConflicts(paths: readonly (readonly string[])[]): void {
  const sorted = [...paths].sort(comparePaths);
  for (const [i, path] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before?.every((part, j) => part === path[j])) {
      refuse(40, `Updating the path '${path.join('.')}' would create a conflict at '${before.join('.')}'`);
    }
  }
}

/** `a.$[]` and `a.0` cannot be told apart before the document is seen, so mongod refuses them together. */
function refuseMixedLevels(paths: readonly (readonly string[])[]): void {
  const filtered = new Map<string, boolean>();
  for (const path of paths) {
    for (const [i, part] of path.entries()) {
      const level = path.slice(0, i).join('.');
      const isFilter = filterIdentifier(part) !== null;
      if ((filtered.get(level) ?? isFilter) !== isFilter) {
        refuse(40, `Updating the path '${path.join('.')}' would create a conflict at '${level}'`);
      }
      filtered.set(level, isFilter);
    }
  }
}

function checkIdentifiers(paths: readonly (readonly string[])[], filters: ReadonlyMap<string, ValueMatcher>, update: Doc): void {
  const used = new Set<string>();
  for (const path of paths) {
    for (const part of path) {
      const id = filterIdentifier(part);
      if (id && !filters.has(id)) refuse(2, `No array filter found for identifier '${id}' in path '${path.join('.')}'`);
      if (id) used.add(id);
    }
  }
  for (const id of filters.keys()) {
    if (!used.has(id)) refuse(9, `The array filter for identifier '${id}' was not used in the update ${shown(update)}`);
  }
}

function modify(doc: Doc, parts: string[], modifier: Modifier, id: unknown): void {
  const at = holder(doc, parts, modifier.creates);
  if (!at) return;
  const current = read(at.container, at.last);
  const next = modifier.next(current, { path: parts.join('.'), id });
  if (next === undefined) {
    if (current !== undefined) erase(at.container, at.last);
  } else if (next !== current) write(at.container, at.last, next);
}

function rename(doc: Doc, from: string[], to: string[]): void {
  const source = holder(doc, from, false);
  const v = source && read(source.container, source.last);
  if (!source || v === undefined) return;
  if (throughArray(doc, from)) refuse(2, `The source field cannot be an array element, '${from.join('.')}'`);
  if (throughArray(doc, to)) refuse(2, `The destination field cannot be an array element, '${to.join('.')}'`);
  erase(source.container, source.last);
  const target = holder(doc, to, true);
  if (target) write(target.container, target.last, v);
}

function throughArray(doc: Doc, parts: readonly string[]): boolean {
  let at: unknown = doc;
  return parts.some((part) => {
    if (Array.isArray(at)) return true;
    at = read(at, part);
    return false;
  });
}

/** Throws 66 when an update would give a document another `_id`. */
export function withSameId(doc: Doc, id: unknown): Doc {
  if (id === undefined || (doc._id !== undefined && equals(doc._id, id))) return doc;
  refuse(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

/** Refuses a document no mongod stores because of its `_id`: an array, a regular expression (53) or `$`-prefixed fields (52). */
export function checkStorable(doc: Doc): void {
  const { _id } = doc;
  const type = typeOrd(_id);
  if (type === Order.array || type === Order.regex) refuse(53, `The '_id' value cannot be of type ${typeName(_id)}`);
  if (!isObj(_id)) return;
  for (const field of Object.keys(_id)) {
    if (field.startsWith('$')) refuse(52, `_id fields may not contain '$'-prefixed fields: ${field} is not valid for storage.`);
  }
}
