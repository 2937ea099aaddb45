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

export const equalKeys = (a: Doc, b: unknown): boolean => compare(a, b) === 0;

/** Checks an index definition as mongod does and brings it into the form that is kept. Throws 67, 72, 115 or 197. */
export function normalizeIndex(asked: unknown, collectionOptions: Doc): IndexSpec {
  if (!isObj(asked) || !isObj(asked.key) || typeof asked.name !== 'string') refuse(9, 'an index needs a key document and a name');
  if (asked.name === '') refuse(67, 'index name cannot be empty');
  checkKey(asked.key);
  for (const option of Object.keys(asked))
    if (!OPTIONS.includes(option)) refuse(197, `The field '${option}' is not valid for an index specification`);
  const { ns: _ns, background: _background, ...options } = asked;
  const spec: IndexSpec = { ...options, v: 2, key: asked.key, name: asked.name };
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

function checkKey(key: Doc): void {
  const fields = Object.entries(key);
  if (fields.length === 0) refuse(67, 'Index keys cannot be an empty object.');
  if (fields.length > 32) refuse(13103, 'Index keys can have at most 32 fields');
  for (const [path, direction] of fields) {
    const parts = path.split('.');
    if (OTHER_KINDS.includes(direction)) throw unsupported(`${direction} indexes`);
    if (parts.at(-1) === '$**') throw unsupported('wildcard indexes');
    if (!isNumber(direction) || !toNum(direction)) refuse(67, `Values in v:2 index key pattern cannot be ${shown(direction)}`);
    if (parts.some((part) => part === '' || part.startsWith('$'))) refuse(67, `Index key contains an illegal field name: '${path}'`);
  }
}

function checkOptions({ key, sparse, partialFilterExpression: partial, expireAfterSeconds: ttl }: IndexSpec): void {
  if (partial !== undefined) {
    if (!isObj(partial) || sparse) refuse(67, '"partialFilterExpression" must be a document, and its index not sparse');
    compile(partial);
    checkPartial(partial);
  }
  if (ttl === undefined) return;
  if (!isNumber(ttl) || !(toNum(ttl) >= 0 && toNum(ttl) < 2 ** 31)) refuse(67, '"expireAfterSeconds" must be within 0 and 2^31 - 1');
  if (Object.keys(key).length > 1 || '_id' in key) refuse(67, 'TTL indexes have a single field, and not _id');
}

const PARTIAL_OPERATORS = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in', '$and', '$or'];

function checkPartial(filter: Doc): void {
  for (const [key, v] of Object.entries(filter)) {
    const known = !key.startsWith('$') || PARTIAL_OPERATORS.includes(key);
    if (!known || (key === '$exists' && !v)) refuse(67, `Expression not supported in partial index: ${key}: ${shown(v)}`);
    for (const inner of [v].flat()) if (isObj(inner)) checkPartial(inner);
  }
}

/** What makes two indexes different ones, whatever their names and other options. */
const identity = ({ key, partialFilterExpression = null, collation = null }: IndexSpec) => [key, partialFilterExpression, collation];
const others = ({ unique = false, sparse = false, expireAfterSeconds = null }: IndexSpec) => [unique, sparse, expireAfterSeconds];

/** True when the index is there already; throws 85 / 86 when another one stands in its way. */
export function indexExists(existing: Iterable<IndexTree>, wanted: IndexSpec): boolean {
  const all = [...existing].map((index) => index.spec);
  const same = all.find((spec) => compare(identity(spec), identity(wanted)) === 0);
  const namesake = all.find((spec) => spec.name === wanted.name);
  if (!same && !namesake) return false;
  const compared = `Requested index: ${shown(wanted)}, existing index: ${shown(namesake ?? same)}`;
  if (namesake && namesake !== same) refuse(86, `An existing index has the same name as the requested index. ${compared}`);
  if (!namesake || compare(others(namesake), others(wanted)) !== 0)
    refuse(85, `An equivalent index already exists with a different name or different options. ${compared}`);
  return true;
}
