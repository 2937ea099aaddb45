import BTree from 'sorted-btree';
import { type Collation, collator } from '../bson-values/collation';
import { encode, invert } from '../bson-values/key-encoding';
import { digits, isObj, own, shown, toNum } from '../bson-values/kinds';
import { MongoError, refuse } from '../errors';
import { compile } from '../query/matcher';
import type { Doc, Matcher } from '../types';

/** An index as the client asked for it: `key` maps paths to 1, -1 or 'hashed'. */
export type IndexSpec = Doc & { name: string; key: Doc };

export type IndexField = { path: string; parts: string[]; direction: 1 | -1 };

/** Sorts after every byte of an index key. */
export const AFTER_ALL = '\uffff';

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const ridBytes = Buffer.alloc(8);
function ridSuffix(rid: number): string {
  ridBytes.writeDoubleBE(rid, 0);
  return ridBytes.toString('latin1');
}

/**
 * One index of a collection: a copy-on-write B+tree from order-preserving keys to record ids. The key of an index that is not unique ends in
 * the record id, so that equal values stand side by side.
 */
export class IndexTree {
  readonly name: string;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly fields: readonly IndexField[];
  /** a wildcard index: kept in the catalog so that it can be listed, never used */
  readonly opaque: boolean;
  readonly collation: Collation | null;
  readonly partial: Matcher | null;
  readonly tree: BTree<string, number>;
  /** some record has more than one entry */
  multikey = false;

  constructor(
    readonly spec: IndexSpec,
    from?: IndexTree,
  ) {
    this.name = spec.name;
    this.unique = spec.unique === true || spec.name === '_id_';
    this.sparse = spec.sparse === true;
    this.fields =
      from?.fields ?? Object.entries(spec.key).map(([path, d]) => ({ path, parts: path.split('.'), direction: toNum(d) < 0 ? -1 : 1 }));
    this.opaque = from ? from.opaque : this.fields.some((f) => f.parts.includes('$**'));
    this.collation = from ? from.collation : collator(spec.collation);
    this.partial = from ? from.partial : spec.partialFilterExpression ? compile(spec.partialFilterExpression) : null;
    this.multikey = from?.multikey ?? false;
    this.tree = from ? from.tree.clone() : new BTree<string, number>(undefined, byCodeUnit);
  }

  /** A copy that changes independently, in constant time. */
  clone(spec: IndexSpec = this.spec): IndexTree {
    return new IndexTree(spec, this);
  }

  get hidden(): boolean {
    return this.spec.hidden === true;
  }

  /** True when a change from one document to the other leaves the keys alone; false only says that they must be looked at. */
  untouched(before: Doc, after: Doc): boolean {
    return !this.partial && this.fields.every(({ parts: [root = ''] }) => own(before, root) === own(after, root));
  }

  /** The key of one value in one field of this index. */
  encode(value: unknown, field: IndexField): string {
    const key = encode(value, this.collation?.fold);
    return field.direction < 0 ? invert(key) : key;
  }

  entry(key: string, rid: number): string {
    return this.unique ? key : key + ridSuffix(rid);
  }

  /** The keys under which a document stands in this index; none when it is left out (sparse, partial). Throws 171 for parallel arrays. */
  keys(doc: Doc): string[] {
    if (this.opaque || (this.partial && !this.partial(doc))) return [];
    let key = '';
    let present = false;
    for (const field of this.fields) {
      const v = valueWithoutArrays(doc, field.parts);
      if (v === ARRAY) return this.expandedKeys(doc);
      if (v !== undefined) present = true;
      key += this.encode(v === undefined ? null : v, field);
    }
    return this.sparse && !present ? [] : [key];
  }

  /** The values behind one of a document's keys, field by field. */
  valuesOfKey(doc: Doc, key: string): unknown[] {
    let found: unknown[] = [];
    this.expand(doc, (values, k) => {
      if (k === key) found = values;
    });
    return found;
  }

  private expandedKeys(doc: Doc): string[] {
    this.multikey = true;
    const keys = new Set<string>();
    this.expand(doc, (_values, key) => keys.add(key));
    return [...keys];
  }

  private expand(doc: Doc, emit: (values: unknown[], key: string) => void): void {
    const places = this.fields.map((field) => ({ field, value: doc as unknown, at: 0, settled: false, missing: false }));
    expandArrays(places, (settled) => {
      if (this.sparse && settled.every((p) => p.missing)) return;
      emit(
        settled.map((p) => p.value),
        settled.map((p) => this.encode(p.value, p.field)).join(''),
      );
    });
  }
}

/** E11000 in the words and with the fields on which drivers and mongoose rely. */
export function duplicateKey(namespace: string, index: IndexTree, doc: Doc, key: string): MongoError {
  const found = index.valuesOfKey(doc, key);
  const keyValue: Doc = Object.fromEntries(index.fields.map((f, i) => [f.path, found[i] ?? null]));
  const values = Object.entries(keyValue).map(([path, v]) => `${path}: ${shown(v)}`);
  const collation = index.collation ? ` collation: ${JSON.stringify(index.spec.collation)}` : '';
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index.name}${collation} dup key: { ${values.join(', ')} }`;
  return new MongoError(11000, message, { keyPattern: index.spec.key, keyValue });
}

const ARRAY = Symbol('array');

function valueWithoutArrays(doc: Doc, parts: readonly string[]): unknown {
  let v: unknown = doc;
  for (const part of parts) {
    if (!isObj(v)) return Array.isArray(v) ? ARRAY : undefined;
    v = own(v, part);
  }
  return Array.isArray(v) ? ARRAY : v;
}

/** How far the path of one index field has been followed into a document. */
type Place = { field: IndexField; value: unknown; at: number; settled: boolean; missing: boolean };

const settle = (p: Place, value: unknown): Place => ({
  ...p,
  value: value === undefined ? null : value,
  settled: true,
  missing: value === undefined,
});

/** Follows the path to its end or to the next array. */
function advance(p: Place): Place {
  const { parts } = p.field;
  let { value, at } = p;
  if (p.settled) return p;
  for (let part = parts[at]; part !== undefined; part = parts[++at]) {
    if (Array.isArray(value)) {
      if (!digits(part) || Number(part) >= value.length) return { ...p, value, at };
      value = value[Number(part)];
    } else if (isObj(value)) value = own(value, part);
    else return settle(p, undefined);
  }
  return Array.isArray(value) ? { ...p, value, at } : settle(p, value);
}

/** One key for each element of the array that the paths pass through. All paths of a key must pass through the same array (else 171). */
function expandArrays(places: readonly Place[], emit: (settled: Place[]) => void): void {
  const advanced = places.map(advance);
  const open = advanced.filter((p) => !p.settled);
  const first = open[0];
  if (!first) {
    emit(advanced);
    return;
  }
  const array = first.value as unknown[];
  const other = open.find((p) => p.value !== array);
  if (other) refuse(171, `cannot index parallel arrays [${other.field.parts[other.at - 1]}] [${first.field.parts[first.at - 1]}]`);
  const enter = (p: Place, element: unknown): Place => {
    if (p.settled) return p;
    if (p.at === p.field.parts.length) return { ...p, value: element, settled: true };
    return isObj(element) ? { ...p, value: element } : settle(p, undefined);
  };
  // An empty array stands before null, as `undefined` does in the key encoding.
  const elements = array.length === 0 ? [undefined] : array;
  for (const element of elements)
    expandArrays(
      advanced.map((p) => enter(p, element)),
      emit,
    );
}
