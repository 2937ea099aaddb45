import { isObj, typeName } from '../bson-values/kinds';
import { MongoError, refuse } from '../errors';
import { compile } from '../query/matcher';
import type { Doc, EvalContext, ValueMatcher } from '../types';

const failed = (message: string): MongoError => new MongoError(9, message);

/** `arrayFilters` by identifier. Throws 9, 14 or what a malformed filter gives. */
export function compileArrayFilters(filters: unknown, ctx: EvalContext): Map<string, ValueMatcher> {
  const byId = new Map<string, ValueMatcher>();
  if (filters === undefined || filters === null) return byId;
  if (!Array.isArray(filters)) refuse(14, `arrayFilters must be an array, found ${typeName(filters)}`);
  for (const filter of filters) {
    if (!isObj(filter)) refuse(14, `each of the arrayFilters must be an object, found ${typeName(filter)}`);
    const [id, other] = new Set(identifiers(filter));
    if (id === undefined) throw failed('Cannot use an expression without a top-level field name in arrayFilters');
    if (other !== undefined)
      throw failed(`Error parsing array filter :: caused by :: Expected a single top-level field name, found '${id}' and '${other}'`);
    if (!/^[a-z][a-zA-Z0-9]*$/.test(id)) {
      refuse(
        2,
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${id}'`,
      );
    }
    if (byId.has(id)) throw failed(`Found multiple array filters with the same top-level field name ${id}`);
    const test = compile(filter, ctx);
    byId.set(id, (v) => test({ [id]: v }));
  }
  return byId;
}

function identifiers(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, v]) => {
    if (!key.startsWith('$')) return [key.split('.')[0] ?? ''];
    return Array.isArray(v) ? v.filter(isObj).flatMap(identifiers) : [];
  });
}
