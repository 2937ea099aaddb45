import BTree from 'sorted-btree';
import { type Collation, collator } from '../bson-values/collation';
import { double, encode, invert } from '../bson-values/key-encoding';
import { digits, isObj, order, own, shown, toNum } from '../bson-values/kinds';
import { MongoError, refuse } from '../errors';
import { compile } from '../query/matcher';
import type { Doc, Matcher } from '../types';

/** An index as the client asked for it: `key` maps paths to 1 or -1. */
export type IndexSpec = Doc & { name: string; key: Doc };

export type IndexField = { path: string; parts: string[]; direction: 1 | -1 };

/** Sorts after every byte of an index key. */
export const AFTER_ALL = '\uffff';

/**
 * One index of a collection: a copy-on-write B+tree from order-preserving keys to record ids. The key of an index that is not unique ends in
 * the record id, so that equal values stand side by side.
 */
export class IndexTree {
  readonly name: string;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
  readonly fields: readonly IndexField[];
  readonly collation: Collation | null;
  readonly partial: Matcher | null;
  readonly tree: BTree<string, number>;
  /** some record has, or had, an array on an indexed path */
  multikey: boolean;

  constructor(
    readonly spec: IndexSpec,
    from?: IndexTree,
  ) {
    this.name = spec.name;
    this.unique = spec.unique === true || spec.name === '_id_';
    this.sparse = spec.sparse === true;
    this.hidden = spec.hidden === true;
    const { fields, collation, partial } = from ?? parse(spec);
    this.fields = fields;
    this.collation = collation;
    this.partial = partial;
    this.multikey = from?.multikey ?? false;
    this.tree = from?.tree.clone() ?? new BTree<string, number>(undefined, order);
  }

  /** A copy that changes independently, in constant time. */
  clone(spec: IndexSpec = this.spec): IndexTree {
    return new IndexTree(spec, this);
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
    return this.unique ? key : key + double(rid);
  }

  /** The keys under which a document stands in this index; none when it is left out (sparse, partial). Throws 171 for parallel arrays. */
  keys(doc: Doc): string[] {
    if (this.partial && !this.partial(doc)) return [];
    const keys = new Set<string>();
    for (const values of this.valuesIn(doc)) if (!this.sparse || values.some((v) => v !== MISSING)) keys.add(this.key(values));
    return [...keys];
  }

  /** The values behind one of a document's keys, field by field. */
  valuesOfKey(doc: Doc, key: string): unknown[] {
    const found = this.valuesIn(doc).find((values) => this.key(values) === key) ?? [];
    return found.map(orNull);
  }

  private key(values: readonly unknown[]): string {
    return this.fields.reduce((key, field, i) => key + this.encode(orNull(values[i]), field), '');
  }

  /** The values of all fields, once for each element of the array that their paths pass through. */
  private valuesIn(doc: Doc): unknown[][] {
    const values = this.fields.map((field) => follow(doc, field.parts));
    if (values.some(isPassage)) this.multikey = true;
    return expand(values);
  }
}

function parse(spec: IndexSpec): Pick<IndexTree, 'fields' | 'collation' | 'partial'> {
  return {
    fields: Object.entries(spec.key).map(([path, d]) => ({ path, parts: path.split('.'), direction: toNum(d) < 0 ? -1 : 1 })),
    collation: collator(spec.collation),
    partial: spec.partialFilterExpression ? compile(spec.partialFilterExpression) : null,
  };
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

const MISSING = Symbol('missing');
const orNull = (v: unknown): unknown => (v === MISSING ? null : v);

/** An array on the path of a field, and how the path goes on in its elements. */
class Passage {
  constructor(
    readonly array: readonly unknown[],
    readonly rest: readonly string[],
  ) {}
}
const isPassage = (v: unknown): v is Passage => v instanceof Passage;

/** The value at the end of a path, or the array that stands in its way. */
function follow(from: unknown, parts: readonly string[]): unknown {
  let value = from;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (Array.isArray(value)) {
      if (!digits(part) || Number(part) >= value.length) return new Passage(value, parts.slice(i));
      value = value[Number(part)];
    } else if (isObj(value)) value = own(value, part);
    else return MISSING;
  }
  if (Array.isArray(value)) return new Passage(value, []);
  return value === undefined ? MISSING : value;
}

/** Goes into the elements of the array that fields pass through; there may be only one such array (else 171). */
function expand(values: unknown[]): unknown[][] {
  const array = values.find(isPassage)?.array;
  if (!array) return [values];
  if (values.some((v) => isPassage(v) && v.array !== array)) refuse(171, 'cannot index parallel arrays');
  // An empty array stands before null, as `undefined` does in the key encoding.
  const elements = array.length > 0 ? array : [undefined];
  return elements.flatMap((element) => expand(values.map((v) => (isPassage(v) ? enter(element, v.rest) : v))));
}

/** Into one element of an array: one that is an array itself is a value. */
function enter(element: unknown, rest: readonly string[]): unknown {
  if (rest.length === 0) return element;
  return isObj(element) ? follow(element, rest) : MISSING;
}
