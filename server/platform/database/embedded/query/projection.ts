import { compileExpression, type Expression } from '../aggregation/expressions';
import { isNumber, isObj, own, setOwn, shown, toNum, typeName } from '../bson-values/kinds';
import { MongoError, refuse, unsupported } from '../errors';
import type { Doc, EvalContext, Projection, ValueMatcher } from '../types';
import { truthy } from './leaf-operators';
import { elementMatcher } from './matcher';
import { fieldPath, getPath, setField } from './paths';

/** Fields by name; null marks the end of a path. */
type Tree = Map<string, Tree | null>;
/** Changes what inclusion or exclusion left of a document. */
type Step = (source: Doc, out: Doc, pos?: number) => Doc;
type Kind = 'include' | 'exclude' | 'compute' | 'slice' | 'elemMatch' | 'positional';
type Entry = { kind: Kind; path: string; value: unknown };

/** A find / findAndModify projection; null when it asks for the whole document. */
export function compileProjection(spec: unknown, ctx: EvalContext = {}): Projection | null {
  if (spec === undefined || spec === null) return null;
  if (!isObj(spec)) refuse(14, `a projection must be an object, found ${typeName(spec)}`);
  return Object.keys(spec).length ? build(spec, ctx, true) : null;
}

/** The projection of a `$project` stage: no positional operator, no $elemMatch, and $slice is an expression. */
export function stageProjection(spec: unknown, ctx: EvalContext): Projection {
  if (!isObj(spec)) refuse(15969, '$project specification must be an object');
  if (!Object.keys(spec).length) {
    refuse(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
  }
  return build(spec, ctx, false);
}

function build(spec: Doc, ctx: EvalContext, find: boolean): Projection {
  const entries = entriesOf(spec, '', find);
  refuseCollisions(entries);
  const inclusion = isInclusion(entries, find ? '' : 'Invalid $project :: caused by :: ');
  const id = entries.find(({ path }) => path === '_id');
  const tree: Tree = new Map();
  const steps: Step[] = [];
  for (const { kind, path, value } of entries) {
    const parts = path.split('.');
    if (kind === 'compute') {
      if (parts.length > 1) enter(parts.slice(0, -1), tree, new Map());
      steps.push(computed(path, parts, compileExpression(value, ctx)));
    } else if (path !== '_id' && (kind === 'include' || kind === 'exclude' || kind === 'positional' || (kind === 'slice' && inclusion)))
      enter(parts, tree, null);
    if (kind === 'slice') steps.push(sliced(parts, value));
    else if (kind === 'elemMatch') steps.push(firstMatch(path, elementMatcher(value, ctx)));
    else if (kind === 'positional') steps.push(onlyMatched(parts));
  }
  const keepsId = id === undefined ? inclusion : id.kind === 'include' && inclusion;
  if (keepsId || (id?.kind === 'exclude' && !inclusion)) tree.set('_id', null);
  const base = inclusion ? include : exclude;
  const project = (doc: Doc, pos?: number): Doc => steps.reduce((out, step) => step(doc, out, pos), base(doc, tree));
  return Object.assign(project, { positional: entries.some(({ kind }) => kind === 'positional') });
}

/** The fields of a projection, those of nested documents by their whole paths. */
function entriesOf(spec: Doc, prefix: string, find: boolean): Entry[] {
  return Object.entries(spec).flatMap(([key, value]): Entry[] => {
    const path = prefix + key;
    if (key.endsWith('.$') || path.includes('.$.')) return [positional(path, value, find)];
    if (isNumber(value) || typeof value === 'boolean') return [{ kind: truthy(value) ? 'include' : 'exclude', path, value }];
    if (!isObj(value)) return [{ kind: 'compute', path, value }];
    const [op, ...more] = Object.keys(value);
    if (op === undefined) refuse(51270, `An empty sub-projection is not a valid value. Found empty object at path ${path}`);
    if (op === '$meta') throw unsupported(`the projection $meta ${shown(value.$meta)}`);
    if (!op.startsWith('$')) return entriesOf(value, `${path}.`, find);
    if (find && !more.length && op === '$elemMatch') return [elemMatch(path, value.$elemMatch)];
    if (find && !more.length && op === '$slice' && isFindSlice(value.$slice)) return [slice(path, value.$slice)];
    return [{ kind: 'compute', path, value }];
  });
}

function positional(path: string, value: unknown, find: boolean): Entry {
  if (!find) refuse(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  if (path.includes('.$.')) refuse(31394, "it's illegal to specify the positional operator in the middle of a path");
  if (!truthy(value)) refuse(31395, 'positional projection cannot be used with exclusion');
  return { kind: 'positional', path: path.slice(0, -2), value };
}

function elemMatch(path: string, value: unknown): Entry {
  if (!isObj(value)) refuse(31274, `elemMatch: Invalid argument, object required, but got ${typeName(value)}`);
  if (path.includes('.')) refuse(31275, 'Cannot use $elemMatch projection on a nested field.');
  return { kind: 'elemMatch', path, value };
}

// an array whose first element is no number is the aggregation form `{ $slice: [<array>, n] }`
const isFindSlice = (arg: unknown): boolean => !Array.isArray(arg) || isNumber(arg[0]);

function slice(path: string, value: unknown): Entry {
  const [first, second] = Array.isArray(value) ? value : [value];
  if (isNumber(first) && (!Array.isArray(value) || (value.length === 2 && isNumber(second) && toNum(second) > 0)))
    return { kind: 'slice', path, value };
  refuse(28667, `Invalid $slice syntax: { $slice: ${shown(value)} }, expected a number or [skip, limit] with a positive limit`);
}

function refuseCollisions(entries: readonly Entry[]): void {
  const seen: Tree = new Map();
  for (const { path } of entries) claim(path, seen);
  const count = (wanted: Kind): number => entries.filter(({ kind }) => kind === wanted).length;
  if (count('positional') > 1) refuse(31276, 'Cannot specify more than one positional projection per query.');
  if (count('positional') > 0 && count('elemMatch') > 0) refuse(31255, 'Cannot specify positional operator and $elemMatch.');
}

/** Whether a projection names what stays; settled by the first field but `_id` that says so. Throws 31252 to 31254 and 31395 for a mixture. */
function isInclusion(entries: readonly Entry[], where: string): boolean {
  let mode: 'inclusion' | 'exclusion' | null = null;
  for (const { kind, path, value } of entries) {
    const isFlag = kind === 'include' || kind === 'exclude';
    if (kind === 'slice' || kind === 'elemMatch' || (isFlag && path === '_id')) continue;
    const own: 'inclusion' | 'exclusion' = kind === 'exclude' ? 'exclusion' : 'inclusion';
    mode ??= own;
    if (mode === own) continue;
    if (kind === 'positional') refuse(31395, 'positional projection cannot be used with exclusion');
    const what = isObj(value) ? (Object.keys(value)[0] ?? '') : shown(value);
    throw isFlag
      ? new MongoError(own === 'inclusion' ? 31253 : 31254, `${where}Cannot do ${own} on field ${path} in ${mode} projection`)
      : new MongoError(31252, `${where}Cannot use an expression ${what} in an exclusion projection`);
  }
  if (mode !== null) return mode === 'inclusion';
  return entries.some(({ kind, path }) => kind === 'elemMatch' || (kind === 'include' && path === '_id'));
}

/** Enters a path into a tree; two paths of which one contains the other collide. */
function claim(path: string, tree: Tree): void {
  const remaining = enter(fieldPath(path), tree, null);
  if (remaining?.length) refuse(31249, `Path collision at ${path} remaining portion ${remaining.join('.')}`);
  if (remaining) refuse(31250, `Path collision at ${path}`);
}

/** Enters a path that ends in `leaf`. When another one is in the way: what of the path reaches beyond it. */
function enter([part = '', ...rest]: readonly string[], tree: Tree, leaf: Tree | null): string[] | null {
  const below = tree.get(part);
  if (rest.length === 0) {
    if (below !== undefined) return [];
    tree.set(part, leaf);
    return null;
  }
  if (below === null) return rest;
  const next: Tree = below ?? new Map();
  tree.set(part, next);
  return enter(rest, next, leaf);
}

const isIncludable = (v: unknown): boolean => Array.isArray(v) || isObj(v);

function include(doc: Doc, tree: Tree): Doc {
  const out: Doc = {};
  for (const k of Object.keys(doc)) {
    const below = tree.get(k);
    const v = doc[k];
    if (below === null) setOwn(out, k, v);
    else if (below && isIncludable(v)) setOwn(out, k, includeIn(v, below));
  }
  return out;
}

const includeIn = (v: unknown, tree: Tree): unknown =>
  Array.isArray(v) ? v.filter(isIncludable).map((x) => includeIn(x, tree)) : include(v as Doc, tree);

function exclude(doc: Doc, tree: Tree): Doc {
  const out: Doc = {};
  for (const [k, v] of Object.entries(doc)) {
    const below = tree.get(k);
    if (below !== null) setOwn(out, k, below ? excludeIn(v, below) : v);
  }
  return out;
}

const excludeIn = (v: unknown, tree: Tree): unknown =>
  Array.isArray(v) ? v.map((x) => excludeIn(x, tree)) : isObj(v) ? exclude(v, tree) : v;

const computed =
  (path: string, parts: readonly string[], expression: Expression): Step =>
  (source, out) => {
    const v = expression(source);
    // an expression for _id puts it in front, where _id stands in every document
    return path === '_id' && v !== undefined ? { _id: v, ...out } : setField(out, parts, v);
  };

const sliced = (parts: readonly string[], value: unknown): Step => {
  const [skip, limit] = (Array.isArray(value) ? value : [value]).map((n) => Math.trunc(toNum(n)));
  const cut = (a: unknown[]): unknown[] => {
    if (limit === undefined) return skip !== undefined && skip >= 0 ? a.slice(0, skip) : a.slice(skip);
    return a.slice(skip).slice(0, limit);
  };
  return (_source, out) => {
    const v = getPath(out, parts);
    return Array.isArray(v) ? setField(out, parts, cut(v)) : out;
  };
};

const firstMatch =
  (path: string, test: ValueMatcher): Step =>
  (source, out) => {
    const v = own(source, path);
    const found = Array.isArray(v) ? v.find((element) => test(element)) : undefined;
    return setField(out, [path], found === undefined ? undefined : [found]);
  };

const onlyMatched =
  (parts: readonly string[]): Step =>
  (source, out, pos) => {
    const v = getPath(source, parts);
    if (!Array.isArray(v)) return out;
    if (pos !== undefined && pos < v.length) return setField(out, parts, [v[pos]]);
    refuse(51246, "positional operator '.$' couldn't find a matching element in the array");
  };

/** A projection that leaves out the given fields ($unset). */
export function excludeFields(paths: readonly string[]): (doc: Doc) => Doc {
  const tree: Tree = new Map();
  for (const path of paths) claim(path, tree);
  return (doc) => exclude(doc, tree);
}
