import { digits, isObj, own, setOwn, shown } from '../bson-values/kinds';
import { MongoError, refuse } from '../errors';
import type { Doc, ValueMatcher } from '../types';

type Container = Doc | unknown[];

/** More missing array elements than this are not filled with nulls. */
const MAX_BACKFILL = 1_500_000;

const REFERENCE_FIELDS = new Set(['$id', '$ref', '$db']);
const IDENTIFIER = /^\$\[([a-z][a-zA-Z0-9]*)?\]$/;

/** The identifier in `$[identifier]`, '' in `$[]`, null for any other part. */
export function filterIdentifier(part: string): string | null {
  const m = IDENTIFIER.exec(part);
  return m ? (m[1] ?? '') : null;
}

/** The parts of an update path, checked: no empty names (56), `$` at most once and not first (2). */
export function updatePath(path: string): string[] {
  if (path === '') refuse(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes('')) refuse(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  if (parts[0] === '$') refuse(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (filterIdentifier(parts[0] ?? '') !== null) {
    refuse(2, `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`);
  }
  if (parts.filter((part) => part === '$').length > 1) {
    refuse(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  return parts;
}

/** A document that exists cannot get a `$`-prefixed field at its top (52); inside of documents, and in new ones, such names are allowed. */
export function refuseDollarField([field = '']: readonly string[]): void {
  if (!field.startsWith('$') || REFERENCE_FIELDS.has(field)) return;
  refuse(
    52,
    `The dollar ($) prefixed field '${field}' in '${field}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
  );
}

/** True when a path names elements only the document decides. */
export const isDynamic = (parts: readonly string[]): boolean => parts.some((part) => part === '$' || filterIdentifier(part) !== null);

/** The concrete paths a path with `$`, `$[]` or `$[id]` stands for in a document. */
export function expand(
  doc: Doc,
  parts: readonly string[],
  pos: number | undefined,
  filters: ReadonlyMap<string, ValueMatcher>,
): string[][] {
  if (!isDynamic(parts)) return [[...parts]];
  let found: { path: string[]; v: unknown }[] = [{ path: [], v: doc }];
  for (const part of parts) found = found.flatMap(({ path, v }) => step(path, v, part, pos, filters));
  return found.map(({ path }) => path);
}

function step(
  path: string[],
  v: unknown,
  part: string,
  pos: number | undefined,
  filters: ReadonlyMap<string, ValueMatcher>,
): { path: string[]; v: unknown }[] {
  if (part === '$') {
    if (pos === undefined) refuse(2, 'The positional operator did not find the match needed from the query.');
    return [{ path: [...path, String(pos)], v: read(v, String(pos)) }];
  }
  const id = filterIdentifier(part);
  if (id === null) return [{ path: [...path, part], v: read(v, part) }];
  const at = path.join('.');
  if (v === undefined) refuse(2, `The path '${at}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(v)) refuse(2, `Cannot apply array updates to non-array element ${at}: ${shown(v)}`);
  const accepts = filters.get(id);
  return v.flatMap((element, i) => (!accepts || accepts(element) ? [{ path: [...path, String(i)], v: element }] : []));
}

/** The value of one field or element; undefined when there is none. */
export function read(container: unknown, part: string): unknown {
  if (Array.isArray(container)) return digits(part) ? container[Number(part)] : undefined;
  return isObj(container) ? own(container, part) : undefined;
}

/** Sets a field or an element; missing elements before it become null. */
export function write(container: Container, part: string, v: unknown): void {
  if (!Array.isArray(container)) {
    setOwn(container, part, v);
    return;
  }
  const i = Number(part);
  if (i > container.length + MAX_BACKFILL) refuse(2, `can't backfill more than ${MAX_BACKFILL} nulls`);
  while (container.length < i) container.push(null);
  container[i] = v;
}

/** Removes a field; an array keeps its length, so an element becomes null. */
export function erase(container: Container, part: string): void {
  if (!Array.isArray(container)) delete container[part];
  else if (Number(part) < container.length) container[Number(part)] = null;
}

/**
 * The document or array that holds the last part of a path. With `create` missing documents on the way are made and a value in the way is
 * an error (28); otherwise null when the path leads nowhere.
 */
export function holder(doc: Doc, parts: readonly string[], create: boolean): { container: Container; last: string } | null {
  let container: Container = doc;
  for (let i = 0; ; i++) {
    const part = parts[i] ?? '';
    if (Array.isArray(container) && !digits(part)) {
      if (create) throw notViable(part, parts[i - 1], container);
      return null;
    }
    if (i === parts.length - 1) return { container, last: part };
    let inner = read(container, part);
    if (inner === undefined) {
      if (!create) return null;
      inner = {};
      write(container, part, inner);
    }
    if (!isObj(inner) && !Array.isArray(inner)) {
      if (create) throw notViable(parts[i + 1] ?? '', part, inner);
      return null;
    }
    container = inner;
  }
}

const notViable = (field: string, at: string | undefined, v: unknown): MongoError =>
  new MongoError(28, `Cannot create field '${field}' in element {${at}: ${shown(v)}}`);
