import { shown } from '../bson-values/kinds';
import { MongoError } from '../errors';
import type { Doc } from '../types';
import type { IndexTree } from './index-tree';

/** E11000 in the words and with the fields on which drivers and mongoose rely. */
export function duplicateKey(namespace: string, index: IndexTree, doc: Doc, key: string): MongoError {
  const found = index.valuesOfKey(doc, key);
  const keyValue: Doc = Object.fromEntries(index.fields.map((f, i) => [f.path, found[i] ?? null]));
  const values = Object.entries(keyValue).map(([path, v]) => `${path}: ${shown(v)}`);
  const collation = index.collation ? ` collation: ${JSON.stringify(index.spec.collation)}` : '';
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index.name}${collation} dup key: { ${values.join(', ')} }`;
  return new MongoError(11000, message, { keyPattern: index.spec.key, keyValue });
}
