import { compileExpression } from '../aggregation/expressions';
import { isNumber, isObj, own, setOwn, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext, Projection } from '../types';
import { truthy } from './leaf-operators';
import { elementMatcher } from './matcher';
import { fieldPath, getPath, isContainer, setField } from './paths';

/** The paths of a projection. At the end of each: whether inclusion keeps, or exclusion drops, what is there. */
type Tree = Map<string, Tree | boolean>;
/** Changes what inclusion or exclusion left of a document. */
type Step = (source: Doc, out: Doc, pos?: number) => Doc;

/** One field of a projection. */
type Field = {
  path: string;
  /** it names what stays; false: what goes */
  inclusion: boolean;
  /** the code that refuses it among fields of the other kind; 0: it goes with both */
  mixed: number;
  /** whether inclusion keeps, or exclusion drops, what is at the path; without it: when both are of one kind */
  named?: (inclusion: boolean) => boolean;
  step?: Step;
  operator?: '$' | '$elemMatch';
};

/** A find / findAndModify projection; null when it asks for the whole document. */
export function compileProjection(spec: unknown, ctx: EvalContext = {}): Projection | null {
  return isObj(spec) && Object.keys(spec).length ? build(spec, ctx, true) : null;
}

/** The projection of a `$project` stage: no positional operator, no $elemMatch, and $slice is an expression. */
export function stageProjection(spec: unknown, ctx: EvalContext): Projection {
  if (!isObj(spec)) refuse(15969, '$project specification must be an object');
  if (!Object.keys(spec).length) refuse(51272, 'Invalid $project: projection specification must have at least one field');
  return build(spec, ctx, false);
}

function build(spec: Doc, ctx: EvalContext, find: boolean): Projection {
  const fields = fieldsOf(spec, '', ctx, find);
  const inclusion = isInclusion(fields);
  const tree: Tree = new Map();
  for (const field of fields) enter(field.path, tree, field.named ? field.named(inclusion) : field.inclusion === inclusion);
  if (inclusion && !tree.has('_id')) tree.set('_id', true);
  const count = (operator: string): number => fields.filter((field) => field.operator === operator).length;
  if (count('$') > 1) refuse(31276, 'Cannot specify more than one positional projection per query.');
  if (count('$') > 0 && count('$elemMatch') > 0) refuse(31255, 'Cannot specify positional operator and $elemMatch.');
  const steps = fields.flatMap(({ step }) => step ?? []);
  return (doc, pos) => steps.reduce((out, step) => step(doc, out, pos), prune(doc, tree, inclusion) as Doc);
}

/** The fields of a projection, those of nested documents by their whole paths. */
function fieldsOf(spec: Doc, prefix: string, ctx: EvalContext, find: boolean): Field[] {
  return Object.entries(spec).flatMap(([key, value]): Field | Field[] => {
    const path = prefix + key;
    if (find && `${path}.`.includes('.$.')) return onlyMatched(path, value);
    if (isNumber(value) || typeof value === 'boolean') {
      const inclusion = truthy(value);
      return { path, inclusion, mixed: path === '_id' ? 0 : inclusion ? 31253 : 31254 };
    }
    if (!isObj(value)) return computed(path, value, ctx);
    const [op, ...more] = Object.keys(value);
    if (op === undefined) refuse(51270, `An empty sub-projection is not a valid value. Found empty object at path ${path}`);
    if (op === '$meta') throw unsupported(`the projection $meta ${shown(value.$meta)}`);
    if (!op.startsWith('$')) return fieldsOf(value, `${path}.`, ctx, find);
    const alone = find && more.length === 0;
    if (alone && op === '$elemMatch') return firstMatch(path, value.$elemMatch, ctx);
    if (alone && op === '$slice' && isFindSlice(value.$slice)) return sliced(path, value.$slice);
    return computed(path, value, ctx);
  });
}

/** Whether the fields name what stays: settled by the first that does not go with both kinds. */
function isInclusion(fields: readonly Field[]): boolean {
  const strict = fields.filter(({ mixed }) => mixed > 0);
  const inclusion = strict[0]?.inclusion ?? fields.some((field) => field.inclusion);
  const kind = (of: boolean): string => (of ? 'inclusion' : 'exclusion');
  const wrong = strict.find((field) => field.inclusion !== inclusion);
  if (wrong) refuse(wrong.mixed, `Cannot do ${kind(!inclusion)} on field ${wrong.path} in ${kind(inclusion)} projection`);
  return inclusion;
}

/** Enters a path into a tree. Throws 31249 or 31250 when one path contains the other. */
function enter(path: string, tree: Tree, leaf: boolean): void {
  const parts = fieldPath(path);
  const last = parts.pop() ?? '';
  let at = tree;
  for (const [i, part] of parts.entries()) {
    const below = at.get(part) ?? new Map();
    if (typeof below === 'boolean') refuse(31249, `Path collision at ${path} remaining portion ${[...parts.slice(i + 1), last].join('.')}`);
    at.set(part, below);
    at = below;
  }
  if (at.has(last)) refuse(31250, `Path collision at ${path}`);
  at.set(last, leaf);
}

/** What inclusion or exclusion leaves of a value. */
function prune(v: unknown, tree: Tree, inclusion: boolean): unknown {
  if (Array.isArray(v)) return (inclusion ? v.filter(isContainer) : v).map((element) => prune(element, tree, inclusion));
  if (!isObj(v)) return v;
  const out: Doc = {};
  for (const field of Object.keys(v)) {
    const below = tree.get(field) ?? false;
    if (below === inclusion) setOwn(out, field, v[field]);
    else if (typeof below !== 'boolean' && (!inclusion || isContainer(v[field]))) setOwn(out, field, prune(v[field], below, inclusion));
  }
  return out;
}

function computed(path: string, value: unknown, ctx: EvalContext): Field {
  const expression = compileExpression(value, ctx);
  const parts = path.split('.');
  const step: Step = (source, out) => {
    const v = expression(source);
    // an expression for _id puts it in front, where _id stands in every document
    return path === '_id' && v !== undefined ? { _id: v, ...out } : setField(out, parts, v);
  };
  return { path, inclusion: true, mixed: 31252, named: () => false, step };
}

// an array whose first element is no number is the aggregation form `{ $slice: [<array>, n] }`
const isFindSlice = (arg: unknown): boolean => !Array.isArray(arg) || isNumber(arg[0]);

function sliced(path: string, value: unknown): Field {
  const parts = path.split('.');
  const [skip, limit] = window(value);
  const step: Step = (_source, out) => {
    const v = getPath(out, parts);
    return Array.isArray(v) ? setField(out, parts, v.slice(skip).slice(0, limit)) : out;
  };
  return { path, inclusion: false, mixed: 0, named: (inclusion) => inclusion, step };
}

function window(value: unknown): [skip: number, limit: number] {
  const numbers = [value].flat().map((n) => (isNumber(n) ? Math.trunc(toNum(n)) : Number.NaN));
  const [first = Number.NaN, second = Number.NaN] = numbers;
  if (!Array.isArray(value) && !Number.isNaN(first)) return first < 0 ? [first, Number.POSITIVE_INFINITY] : [0, first];
  if (numbers.length === 2 && !Number.isNaN(first) && second > 0) return [first, second];
  refuse(28667, `Invalid $slice syntax: { $slice: ${shown(value)} }, expected a number or [skip, limit] with a positive limit`);
}

function firstMatch(path: string, value: unknown, ctx: EvalContext): Field {
  if (!isObj(value)) refuse(31274, `elemMatch: Invalid argument, object required, but got ${typeName(value)}`);
  if (path.includes('.')) refuse(31275, 'Cannot use $elemMatch projection on a nested field.');
  const test = elementMatcher(value, ctx);
  const step: Step = (source, out) => {
    const v = own(source, path);
    const found = Array.isArray(v) ? v.find((element) => test(element)) : undefined;
    return setField(out, [path], found === undefined ? undefined : [found]);
  };
  return { path, inclusion: true, mixed: 0, named: () => false, step, operator: '$elemMatch' };
}

function onlyMatched(positional: string, value: unknown): Field {
  const path = positional.slice(0, -2);
  if (`${path}.`.includes('.$.')) refuse(31394, "it's illegal to specify the positional operator in the middle of a path");
  if (!truthy(value)) refuse(31395, 'positional projection cannot be used with exclusion');
  const parts = path.split('.');
  const step: Step = (source, out, pos) => {
    const v = getPath(source, parts);
    if (!Array.isArray(v)) return out;
    if (pos !== undefined && pos < v.length) return setField(out, parts, [v[pos]]);
    refuse(51246, "positional operator '.$' couldn't find a matching element in the array");
  };
  return { path, inclusion: true, mixed: 31395, step, operator: '$' };
}
