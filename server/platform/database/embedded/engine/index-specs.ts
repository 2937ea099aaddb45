import { collator } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isNumber, isObj, shown, toNum } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import { truthy } from '../query/leaf-operators';
import { compile } from '../query/matcher';
import type { IndexSpec, IndexTree } from '../state/index-tree';
import type { Doc } from '../types';

const OPTIONS = 'v name key unique sparse hidden expireAfterSeconds partialFilterExpression collation background ns'.split(' ');
const OTHER_KINDS: unknown[] = ['hashed', 'text', '2dsphere', '2d', 'geoHaystack', 'columnstore'];
const MAX_FIELDS = 32;
const MAX_TTL = 2 ** 31 - 1;

export const equalKeys = (a: Doc, b: Doc): boolean => {
  const left = Object.entries(a);
  const right = Object.entries(b);
  return left.length === right.length && left.every(([path, d], i) => right[i]?.[0] === path && compare(d, right[i]?.[1]) === 0);
};

/** Checks an index definition as mongod does and brings it into the form that is kept. Throws 67, 72, 115 or 197. */
export function normalizeIndex(asked: unknown, collectionOptions: Doc): IndexSpec {
  if (!isObj(asked) || !isObj(asked.key)) refuse(9, "Index specification needs a 'key' document");
  checkKey(asked.key);
  for (const option of Object.keys(asked))
    if (!OPTIONS.includes(option)) refuse(197, `The field '${option}' is not valid for an index specification`);
  const { ns: _ns, background: _background, key, name = defaultName(key as Doc), ...options } = asked;
  if (typeof name !== 'string' || name === '') refuse(67, 'index name cannot be empty');
  const spec: IndexSpec = { ...options, v: 2, key: asked.key, name };
  for (const flag of ['unique', 'sparse', 'hidden']) {
    const v = spec[flag] ?? false;
    if (typeof v !== 'boolean' && !isNumber(v)) refuse(14, `The field '${flag}' is not convertible to bool`);
    if (truthy(v)) spec[flag] = true;
    else delete spec[flag];
  }
  checkOptions(spec);
  if (spec.collation === undefined && collectionOptions.collation) spec.collation = collectionOptions.collation;
  collator(spec.collation);
  if (isObj(spec.collation) && spec.collation.locale === 'simple') delete spec.collation;
  return spec;
}

const defaultName = (key: Doc): string =>
  Object.entries(key)
    .map(([path, d]) => `${path}_${d}`)
    .join('_');

function checkKey(key: Doc): void {
  const fields = Object.entries(key);
  if (fields.length === 0) refuse(67, 'Index keys cannot be an empty object.');
  if (fields.length > MAX_FIELDS) refuse(13103, `Index keys can have at most ${MAX_FIELDS} fields`);
  for (const [path, direction] of fields) {
    const parts = path.split('.');
    if (OTHER_KINDS.includes(direction)) throw unsupported(`${direction} indexes`);
    if (parts.at(-1) === '$**') throw unsupported('wildcard indexes');
    if (!isNumber(direction) || !toNum(direction)) refuse(67, `Values in v:2 index key pattern cannot be ${shown(direction)}`);
    if (parts.some((part) => part === '' || part.startsWith('$'))) refuse(67, `Index key contains an illegal field name: '${path}'`);
  }
}

function checkOptions({ key, sparse, partialFilterExpression: partial, expireAfterSeconds: ttl }: IndexSpec): void {
  if (sparse && partial !== undefined) refuse(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  if (partial !== undefined) checkPartialFilter(partial);
  if (ttl === undefined) return;
  if (!isNumber(ttl) || !(toNum(ttl) >= 0 && toNum(ttl) <= MAX_TTL)) refuse(67, `'expireAfterSeconds' must be within 0 and ${MAX_TTL}`);
  if (Object.keys(key).length > 1 || '_id' in key) refuse(67, 'TTL indexes have a single field, and not _id');
}

const PARTIAL_OPERATORS = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in', '$and', '$or'];

function checkPartialFilter(filter: unknown): void {
  if (!isObj(filter)) refuse(67, '"partialFilterExpression" for an index must be a document');
  compile(filter);
  const visit = (part: Doc): void => {
    for (const [key, v] of Object.entries(part)) {
      const known = !key.startsWith('$') || PARTIAL_OPERATORS.includes(key);
      if (!known || (key === '$exists' && !v)) refuse(67, `Expression not supported in partial index: ${key}: ${shown(v)}`);
      for (const inner of [v].flat()) if (isObj(inner)) visit(inner);
    }
  };
  visit(filter);
}

/** What makes two indexes of the same key different ones. */
const identity = ({ partialFilterExpression = null, collation = null }: Doc): unknown => [partialFilterExpression, collation];

function optionsOf({ v: _v, name: _name, key: _key, hidden: _hidden, ...options }: Doc): Doc {
  return Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** True when the index is there already; throws 85 / 86 when another one stands in its way. */
export function indexExists(existing: Iterable<IndexTree>, wanted: IndexSpec): boolean {
  const all = [...existing].map((index) => index.spec);
  const same = all.find((s) => equalKeys(s.key, wanted.key) && compare(identity(s), identity(wanted)) === 0);
  const namesake = all.find((s) => s.name === wanted.name);
  if (!same && !namesake) return false;
  const compared = `Requested index: ${shown(wanted)}, existing index: ${shown(namesake ?? same)}`;
  if (namesake && namesake !== same) refuse(86, `An existing index has the same name as the requested index. ${compared}`);
  if (!namesake || compare(optionsOf(namesake), optionsOf(wanted)) !== 0)
    refuse(85, `An equivalent index already exists with a different name or different options. ${compared}`);
  return true;
}
