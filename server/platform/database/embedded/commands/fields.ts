import { isNumber, isObj, toNum, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc } from '../types';

const isString = (v: unknown): boolean => typeof v === 'string';

const TYPES = {
  any: () => true,
  array: Array.isArray,
  bool: (v: unknown) => typeof v === 'boolean',
  /** the name of a collection */
  collection: isString,
  /** a number that is not negative */
  count: (v: unknown) => isNumber(v) && toNum(v) >= 0,
  number: isNumber,
  object: isObj,
  /** a feature this store does not have: may only be there to say no */
  refused: (v: unknown) => v === false,
  string: isString,
};
type Type = keyof typeof TYPES;

/** The fields a command or a statement may have, with the types of their values. */
export type Fields = { known: ReadonlyMap<string, Type>; needed: readonly string[]; open: boolean };

/** Reads a list such as `q:object! multi:bool hint`: types where they matter, `!` behind fields that must be there; `...`: there may be more. */
export function fieldsOf(list: string): Fields {
  const known = new Map<string, Type>();
  for (const word of list.split(' ')) {
    const [name = '', type = 'any'] = word.replace('!', '').split(':');
    if (!(type in TYPES)) throw new Error(`no such type of a field: ${word}`);
    known.set(name, type as Type);
  }
  const needed = [...list.matchAll(/(\w+)\S*!/g)].map(([, name = '']) => name);
  return { known, needed, open: known.delete('...') };
}

/** Throws for an unknown field, a missing one, and a value that does not fit; null counts as absent. */
export function checkFields(where: string, doc: Doc, { known, needed, open }: Fields): void {
  for (const [name, v] of Object.entries(doc)) {
    const type = known.get(name);
    if (!type && !open) refuse(40415, `BSON field '${where}.${name}' is an unknown field.`);
    if (!type || TYPES[type](v) || ((v ?? null) === null && type !== 'collection')) continue;
    if (type === 'refused') throw unsupported(`${where} with ${name}`);
    if (type === 'count' && isNumber(v)) refuse(51024, `BSON field '${name}' value must be >= 0, actual value '${String(v)}'`);
    refuse(type === 'collection' ? 73 : 14, `BSON field '${where}.${name}' is the wrong type '${typeName(v)}', expected '${type}'`);
  }
  for (const name of needed)
    if ((doc[name] ?? null) === null) refuse(40414, `BSON field '${where}.${name}' is missing but a required field`);
}
