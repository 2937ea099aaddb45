import { isObj, own, shown } from '../bson-values/kinds';
import { refuse } from '../errors';
import { type Container, isOperatorName, put } from '../query/paths';
import type { Doc, ValueMatcher } from '../types';

/** What an update works on. */
export type Target = {
  /** the document before the update */
  readonly doc: Doc;
  /** array index the query matched */
  readonly pos?: number | undefined;
  /** true when the document is being made by an upsert: `doc` is the seed, and $setOnInsert applies */
  readonly insert?: boolean;
};

/**
 * One operator at one path: the value there to the new one. `undefined` in means that the field is missing, out that it is removed. One that
 * makes something of a missing field also makes the path to it. `inArray`: the path leads through an array.
 */
export type Modifier = (current: unknown, target: Target, inArray: boolean) => unknown;
export type Change = { readonly parts: readonly string[]; readonly modifier: Modifier };

/** Changes by the parts of their paths. No path ends within another, so each value has one change at most. */
type ChangeTree = Map<string, Node>;
type Node = ChangeTree | Modifier;

const INDEX = /^(0|[1-9]\d*)$/;
/** More missing array elements than this are not filled with nulls. */
const MAX_BACKFILL = 1_500_000;

/** True for `$[]` and `$[identifier]`. */
export const isFilter = (part: string): boolean => part.startsWith('$[') && part.endsWith(']');

/** True when only the document decides which elements a part of a path names. */
export const isDynamic = (part: string): boolean => part === '$' || isFilter(part);

/** The parts of an update path, checked: no empty names (56), `$` at most once and not first (2). */
export function updatePath(path: string): string[] {
  const parts = path.split('.');
  const [first = ''] = parts;
  if (parts.includes('')) refuse(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  if (isDynamic(first)) refuse(2, `Cannot have a positional element in the first position in path '${path}'`);
  if (parts.filter((part) => part === '$').length > 1) refuse(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  return parts;
}

/** A document that exists cannot get a `$`-prefixed field at its top (52); inside of documents, and in new ones, such names are allowed. */
export function refuseDollarField(field: string): void {
  if (!isOperatorName(field)) return;
  refuse(52, `The dollar ($) prefixed field '${field}' is not allowed in the context of an update's replacement document.`);
}

/** All changes in one tree. Throws `code` when the path of one is, or contains, that of another. */
export function changeTree(changes: readonly Change[], code: number): ChangeTree {
  const tree: ChangeTree = new Map();
  for (const { parts, modifier } of changes) {
    const [first = '', ...rest] = parts;
    const chain = rest.reduceRight<Node>((below, part) => new Map([[part, below]]), modifier);
    add(tree, first, chain, code);
  }
  return tree;
}

/** Adds to one level of a tree; the levels below stay as they are, as they may be shared. */
function add(level: ChangeTree, part: string, node: Node, code = 40): void {
  const conflict = (): never => refuse(code, `Updating the path '${part}' would create a conflict at '${part}'`);
  const [neighbour = part] = level.keys();
  // `a.$[]` and `a.0` cannot be told apart before the document is seen
  if (isFilter(neighbour) !== isFilter(part)) conflict();
  const known = level.get(part);
  if (known === undefined) level.set(part, node);
  else if (known instanceof Map && node instanceof Map) {
    const both = new Map(known);
    for (const [next, below] of node) add(both, next, below, code);
    level.set(part, both);
  } else conflict();
}

type Filters = ReadonlyMap<string, ValueMatcher>;

/** What changes make of a document: a copy along their paths that shares everything else with it. Throws 2, 28, 40 and 52. */
export function applyChanges(tree: ChangeTree, target: Target, filters: Filters): Doc {
  const changed = (node: Node, v: unknown, name: string, inArray: boolean): unknown => {
    if (!(node instanceof Map)) return node(v, target, inArray);
    let out: Container | null = null;
    for (const [part, below] of concrete(node, v, target.pos, filters)) {
      const fits = isObj(v) || (Array.isArray(v) && INDEX.test(part));
      const current = fits ? own(v, part) : undefined;
      const next = changed(below, current, part, inArray || Array.isArray(v));
      if (next === current) continue;
      if (v !== undefined && !fits) refuse(28, `Cannot create field '${part}' in element {${name}: ${shown(v)}}`);
      if (v === target.doc && !target.insert) refuseDollarField(part);
      out ??= Array.isArray(v) ? [...v] : { ...v };
      if (Array.isArray(out)) setElement(out, Number(part), next);
      else put(out, part, next);
    }
    return out ?? v;
  };
  return changed(tree, target.doc, '', false) as Doc;
}

/** A level of the tree with the fields or elements of `v` that its parts stand for. */
function concrete(level: ChangeTree, v: unknown, pos: number | undefined, filters: Filters): ChangeTree {
  if (![...level.keys()].some(isDynamic)) return level;
  const found: ChangeTree = new Map();
  for (const [part, below] of level) for (const name of named(part, v, pos, filters)) add(found, name, below);
  return found;
}

function named(part: string, v: unknown, pos: number | undefined, filters: Filters): string[] {
  if (part === '$') return [String(pos ?? refuse(2, 'The positional operator did not find the match needed from the query.'))];
  if (!isFilter(part)) return [part];
  if (!Array.isArray(v)) refuse(2, `Cannot apply array updates to missing or non-array element: ${shown(v)}`);
  const accepts = filters.get(part.slice(2, -1));
  return [...v.keys()].filter((i) => !accepts || accepts(v[i])).map(String);
}

/** Missing elements before it become null, and so does one that is removed: an array keeps its length. */
function setElement(array: unknown[], i: number, v: unknown): void {
  if (i > array.length + MAX_BACKFILL) refuse(2, `can't backfill more than ${MAX_BACKFILL} nulls`);
  while (array.length < i) array.push(null);
  array[i] = v ?? null;
}
