import { compileExpression, type Expression } from '../aggregation/expressions';
import { isNumber, isObj, own, setOwn, shown, toNum, typeName } from '../bson-values/kinds';
import { MongoError, unsupported } from '../errors';
import type { Doc, EvalContext, Projection } from '../types';
import { truthy } from './leaf-operators';
import { elementMatcher } from './matcher';
import { fieldPath, getPath, setField } from './paths';

/** Fields by name; null marks the end of a path. */
type Tree = Map<string, Tree | null>;
type Step = (source: Doc, out: Doc, pos?: number) => Doc;
type Mode = 'inclusion' | 'exclusion';

/** A projection while it is read: `mode` is settled by the first field that says so. */
type Draft = {
  mode: Mode | null;
  id: boolean | null;
  tree: Tree;
  seen: Tree;
  steps: Step[];
  positional: boolean;
  elemMatch: boolean;
  slices: string[];
  find: boolean;
};

/** A find / findAndModify projection; null when it asks for the whole document. */
export function compileProjection(spec: unknown, ctx: EvalContext = {}): Projection | null {
  if (spec === undefined || spec === null) return null;
  if (!isObj(spec)) throw new MongoError(14, `a projection must be an object, found ${typeName(spec)}`);
  return Object.keys(spec).length ? build(spec, ctx, true) : null;
}

/** The projection of a `$project` stage: no positional operator, no $elemMatch, and $slice is an expression. */
export function stageProjection(spec: unknown, ctx: EvalContext): Projection {
  if (!isObj(spec)) throw new MongoError(15969, '$project specification must be an object');
  if (!Object.keys(spec).length) {
    throw new MongoError(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
  }
  return build(spec, ctx, false);
}

function build(spec: Doc, ctx: EvalContext, find: boolean): Projection {
  const draft: Draft = {
    mode: null,
    id: null,
    tree: new Map(),
    seen: new Map(),
    steps: [],
    positional: false,
    elemMatch: false,
    slices: [],
    find,
  };
  read(spec, '', draft, ctx);
  const inclusion = draft.mode === null ? draft.id === true || draft.elemMatch : draft.mode === 'inclusion';
  if (inclusion) for (const path of draft.slices) claim(path, draft.tree);
  if (inclusion && draft.id !== false) draft.tree.set('_id', null);
  if (!inclusion && draft.id === false) draft.tree.set('_id', null);
  const base = inclusion ? include : exclude;
  const project = (doc: Doc, pos?: number): Doc => draft.steps.reduce((out, step) => step(doc, out, pos), base(doc, draft.tree));
  return Object.assign(project, { positional: draft.positional });
}

function read(spec: Doc, prefix: string, draft: Draft, ctx: EvalContext): void {
  for (const [key, value] of Object.entries(spec)) {
    const path = prefix + key;
    if (key.endsWith('.$') || path.includes('.$.')) positional(path, value, draft);
    else if (isNumber(value) || typeof value === 'boolean') flag(path, truthy(value), draft);
    else if (!isObj(value)) computed(path, value, draft, ctx);
    else object(path, value, draft, ctx);
  }
}

function object(path: string, value: Doc, draft: Draft, ctx: EvalContext): void {
  const [op, ...more] = Object.keys(value);
  if (op === undefined) {
    throw new MongoError(51270, `An empty sub-projection is not a valid value. Found empty object at path ${path}`);
  }
  if (op === '$meta') throw unsupported(`the projection $meta ${shown(value.$meta)}`);
  const ofFind = draft.find && !more.length;
  if (!op.startsWith('$')) read(value, `${path}.`, draft, ctx);
  else if (ofFind && op === '$elemMatch') elemMatch(path, value.$elemMatch, draft, ctx);
  else if (ofFind && op === '$slice' && isFindSlice(value.$slice)) slice(path, value.$slice, draft);
  else computed(path, value, draft, ctx);
}

function settle(mode: Mode, path: string, draft: Draft): void {
  draft.mode ??= mode;
  if (draft.mode === mode) return;
  const [code, noun] = mode === 'inclusion' ? [31253, 'inclusion'] : [31254, 'exclusion'];
  throw new MongoError(code, `Invalid $project :: caused by :: Cannot do ${noun} on field ${path} in ${draft.mode} projection`);
}

function flag(path: string, on: boolean, draft: Draft): void {
  claim(path, draft.seen);
  if (path === '_id') draft.id = on;
  else {
    settle(on ? 'inclusion' : 'exclusion', path, draft);
    claim(path, draft.tree);
  }
}

function computed(path: string, value: unknown, draft: Draft, ctx: EvalContext): void {
  const parts = claim(path, draft.seen);
  if (draft.mode === 'exclusion') {
    const what = isObj(value) ? (Object.keys(value)[0] ?? '') : shown(value);
    throw new MongoError(31252, `Invalid $project :: caused by :: Cannot use an expression ${what} in an exclusion projection`);
  }
  draft.mode = 'inclusion';
  if (path === '_id') draft.id = false;
  else if (parts.length > 1) keepParents(parts, draft.tree);
  const expression: Expression = compileExpression(value, ctx);
  draft.steps.push((source, out) => {
    const v = expression(source);
    // an expression for _id puts it in front, where _id stands in every document
    return path === '_id' && v !== undefined ? { _id: v, ...out } : setField(out, parts, v);
  });
}

/** Enters a path into a tree; two paths of which one contains the other collide. */
function claim(path: string, tree: Tree): string[] {
  const parts = fieldPath(path);
  let at = tree;
  for (const [i, part] of parts.entries()) {
    const below = at.get(part);
    const last = i === parts.length - 1;
    if (below === null) {
      const rest = parts.slice(i + 1).join('.');
      throw new MongoError(last ? 31250 : 31249, `Path collision at ${path}${last ? '' : ` remaining portion ${rest}`}`);
    }
    if (last) {
      if (below) throw new MongoError(31250, `Path collision at ${path}`);
      at.set(part, null);
    } else {
      const next: Tree = below ?? new Map();
      at.set(part, next);
      at = next;
    }
  }
  return parts;
}

/** Documents on the way to a computed field stay, without their other fields. */
function keepParents(parts: readonly string[], tree: Tree): void {
  let at = tree;
  for (const part of parts.slice(0, -1)) {
    const below = at.get(part);
    if (below === null) return;
    const next: Tree = below ?? new Map();
    at.set(part, next);
    at = next;
  }
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

function positional(path: string, value: unknown, draft: Draft): void {
  if (!draft.find) throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  if (path.includes('.$.')) {
    throw new MongoError(
      31394,
      "As of 4.4, it's illegal to specify positional operator in the middle of a path. Positional projection may only be used at the end, for example: a.b.$.",
    );
  }
  if (draft.positional) throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
  if (draft.elemMatch) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
  if (draft.mode === 'exclusion' || !truthy(value)) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
  const field = path.slice(0, -2);
  draft.positional = true;
  settle('inclusion', field, draft);
  claim(field, draft.seen);
  const parts = claim(field, draft.tree);
  draft.steps.push((source, out, pos) => {
    const v = getPath(source, parts);
    if (!Array.isArray(v)) return out;
    if (pos === undefined || pos >= v.length) {
      throw new MongoError(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      );
    }
    return setField(out, parts, [v[pos]]);
  });
}

function elemMatch(path: string, arg: unknown, draft: Draft, ctx: EvalContext): void {
  if (!isObj(arg)) throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${typeName(arg)}`);
  if (path.includes('.')) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
  if (draft.positional) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
  claim(path, draft.seen);
  draft.elemMatch = true;
  const test = elementMatcher(arg, ctx);
  draft.steps.push((source, out) => {
    const v = own(source, path);
    const found = Array.isArray(v) ? v.findIndex((element) => test(element)) : -1;
    return setField(out, [path], found < 0 ? undefined : [(v as unknown[])[found]]);
  });
}

// an array whose first element is no number is the aggregation form `{ $slice: [<array>, n] }`
const isFindSlice = (arg: unknown): boolean => !Array.isArray(arg) || isNumber(arg[0]);

function slice(path: string, arg: unknown, draft: Draft): void {
  const [first, second] = Array.isArray(arg) ? arg : [arg];
  const limited = Array.isArray(arg);
  if (!isNumber(first) || (limited && (arg.length !== 2 || !isNumber(second) || toNum(second) <= 0))) {
    throw new MongoError(
      28667,
      `Invalid $slice syntax: { $slice: ${shown(arg)} }, expected a number or [skip, limit] with a positive limit`,
    );
  }
  const parts = claim(path, draft.seen);
  draft.slices.push(path);
  const skip = Math.trunc(toNum(first));
  const cut = (a: unknown[]): unknown[] => {
    if (!limited) return skip >= 0 ? a.slice(0, skip) : a.slice(skip);
    const from = skip < 0 ? Math.max(0, a.length + skip) : skip;
    return a.slice(from, from + Math.trunc(toNum(second)));
  };
  draft.steps.push((_source, out) => {
    const v = getPath(out, parts);
    return Array.isArray(v) ? setField(out, parts, cut(v)) : out;
  });
}

/** A projection that leaves out the given fields ($unset). */
export function excludeFields(paths: readonly string[]): (doc: Doc) => Doc {
  const tree: Tree = new Map();
  for (const path of paths) claim(path, tree);
  return (doc) => exclude(doc, tree);
}
