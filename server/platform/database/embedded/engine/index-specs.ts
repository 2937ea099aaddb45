import { collator } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isNumber, isObj, shown, toNum, typeName } from '../bson-values/kinds';
import { MongoError, unsupported } from '../errors';
import { truthy } from '../query/leaf-operators';
import { compile } from '../query/matcher';
import type { IndexSpec, IndexTree } from '../state/index-tree';
import type { Doc } from '../types';

const OPTIONS = new Set(
  'v name key unique sparse hidden expireAfterSeconds partialFilterExpression collation background ns wildcardProjection'.split(' '),
);
const KEPT_ELSEWHERE = new Set(['text', '2dsphere', '2d', 'geoHaystack', 'columnstore']);
const MAX_FIELDS = 32;

const refuse = (why: string, code = 67): MongoError => new MongoError(code, why);

export const equalKeys = (a: Doc, b: Doc): boolean => {
  const left = Object.entries(a);
  const right = Object.entries(b);
  return left.length === right.length && left.every(([path, d], i) => right[i]?.[0] === path && compare(d, right[i]?.[1]) === 0);
};

/** Checks an index definition as mongod does and brings it into the form that is kept. Throws 67, 72, 115 or 197. */
export function normalizeIndex(asked: unknown, collectionOptions: Doc): IndexSpec {
  if (!isObj(asked) || !isObj(asked.key)) throw refuse("Index specification needs a 'key' document", 9);
  const { ns: _ns, background: _background, ...rest } = asked;
  checkKey(asked.key);
  for (const option of Object.keys(asked)) {
    if (!OPTIONS.has(option))
      throw refuse(`The field '${option}' is not valid for an index specification. Specification: ${shown(asked)}`, 197);
  }
  const spec: IndexSpec = { ...rest, v: 2, key: asked.key, name: nameOf(asked) };
  for (const flag of ['unique', 'sparse', 'hidden']) {
    const v = spec[flag];
    if (v !== undefined && typeof v !== 'boolean' && !isNumber(v)) throw refuse(`The field '${flag}' is not convertible to bool`, 14);
    if (v === undefined || !truthy(v)) delete spec[flag];
    else spec[flag] = true;
  }
  checkOptions(spec);
  if (spec.collation === undefined && collectionOptions.collation) spec.collation = collectionOptions.collation;
  collator(spec.collation);
  if (isObj(spec.collation) && spec.collation.locale === 'simple') delete spec.collation;
  return spec;
}

function nameOf({ key, name }: Doc): string {
  if (name !== undefined && (typeof name !== 'string' || name === '')) throw refuse('index name cannot be empty');
  return (
    name ??
    Object.entries(key as Doc)
      .map(([path, d]) => `${path}_${d}`)
      .join('_')
  );
}

function checkKey(key: Doc): void {
  const fields = Object.entries(key);
  if (fields.length === 0) throw refuse('Index keys cannot be an empty object.');
  if (fields.length > MAX_FIELDS) throw refuse(`Index keys can have at most ${MAX_FIELDS} fields`, 13103);
  for (const [path, d] of fields) {
    if (typeof d === 'string' && KEPT_ELSEWHERE.has(d)) throw unsupported(`${d} indexes`);
    if (typeof d === 'string' && d !== 'hashed') throw refuse(`Unknown index plugin '${d}'`);
    if (typeof d !== 'string' && (!isNumber(d) || toNum(d) === 0 || Number.isNaN(toNum(d)))) {
      throw refuse(
        `Values in v:2 index key pattern cannot be of type ${typeName(d)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
      );
    }
    if (path === '' || path.split('.').includes('')) throw refuse('Index keys cannot contain an empty field.');
    if (path !== '$**' && !path.endsWith('.$**') && path.split('.').some((part) => part.startsWith('$'))) {
      throw refuse("Index key contains an illegal field name: field name starts with '$'.");
    }
  }
}

function checkOptions(spec: IndexSpec): void {
  const fields = Object.keys(spec.key);
  const hashed = Object.values(spec.key).includes('hashed');
  const wildcard = fields.some((path) => path.endsWith('$**'));
  if (hashed && spec.unique) throw refuse('Currently hashed indexes cannot guarantee uniqueness. Use a regular index.', 16764);
  if (wildcard && (spec.unique || spec.sparse)) throw refuse('Index type wildcard does not support the unique or sparse option');
  if (spec.sparse && spec.partialFilterExpression) throw refuse('cannot mix "partialFilterExpression" and "sparse" options');
  if (spec.partialFilterExpression !== undefined) checkPartialFilter(spec.partialFilterExpression);
  const ttl = spec.expireAfterSeconds;
  if (ttl === undefined) return;
  if (!isNumber(ttl) || !(toNum(ttl) >= 0 && toNum(ttl) <= 2 ** 31 - 1))
    throw refuse("TTL index 'expireAfterSeconds' option must be within an acceptable range");
  if (fields.length > 1 || fields[0] === '_id')
    throw refuse('TTL indexes are single-field indexes, compound indexes do not support TTL, and neither does _id.');
}

const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in', '$and', '$or']);

function checkPartialFilter(filter: unknown): void {
  if (!isObj(filter)) throw refuse('"partialFilterExpression" for an index must be a document');
  compile(filter);
  const visit = (part: Doc): void => {
    for (const [key, v] of Object.entries(part)) {
      if (key.startsWith('$') && !PARTIAL_OPERATORS.has(key)) throw refuse(`Expression not supported in partial index: ${key}`);
      if (key === '$exists' && !v) throw refuse('Expression not supported in partial index: $exists: false');
      for (const inner of Array.isArray(v) ? v : [v]) if (isObj(inner)) visit(inner);
    }
  };
  visit(filter);
}

/** What makes two indexes of the same key different ones. */
function identity({ partialFilterExpression = null, collation = null }: Doc): unknown {
  return [partialFilterExpression, collation];
}

function optionsOf({ v: _v, name: _name, key: _key, hidden: _hidden, ...options }: Doc): Doc {
  return Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** True when the index is there already; throws 85 / 86 when another one stands in its way. */
export function indexExists(existing: Iterable<IndexTree>, wanted: IndexSpec): boolean {
  const all = [...existing].map((index) => index.spec);
  const same = all.find((s) => equalKeys(s.key, wanted.key) && compare(identity(s), identity(wanted)) === 0);
  const namesake = all.find((s) => s.name === wanted.name);
  const compared = (other: IndexSpec): string => `Requested index: ${shown(wanted)}, existing index: ${shown(other)}`;
  if (namesake) {
    if (!equalKeys(namesake.key, wanted.key) || namesake !== same) {
      throw refuse(
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${compared(namesake)}`,
        86,
      );
    }
    if (compare(optionsOf(namesake), optionsOf(wanted)) !== 0)
      throw refuse(`An equivalent index already exists with the same name but different options. ${compared(namesake)}`, 85);
    return true;
  }
  if (!same) return false;
  if (compare(optionsOf(same), optionsOf(wanted)) === 0) throw refuse(`Index already exists with a different name: ${same.name}`, 85);
  throw refuse(`An equivalent index already exists with a different name and options. ${compared(same)}`, 85);
}
