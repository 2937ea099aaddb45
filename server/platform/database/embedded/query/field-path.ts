import { MongoError } from '../errors';

/** The parts of a dotted path in a projection or an expression. Throws what mongod answers for a malformed one. */
export function fieldPath(path: string): string[] {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  if (path.includes('\0')) throw new MongoError(16411, "FieldPath field names may not contain '\\0'.");
  const parts = path.split('.');
  for (const part of parts) {
    if (part === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$') && !REFERENCE_FIELDS.has(part)) {
      throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    }
  }
  return parts;
}

const REFERENCE_FIELDS = new Set(['$id', '$ref', '$db']);
