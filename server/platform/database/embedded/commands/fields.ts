import { isNumber, isObj, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc } from '../types';

const TYPES = {
  array: Array.isArray,
  bool: (v: unknown) => typeof v === 'boolean',
  number: isNumber,
  object: isObj,
  string: (v: unknown) => typeof v === 'string',
  any: () => true,
};

type Field = { type: keyof typeof TYPES; fits: (v: unknown) => boolean };

/** The fields a command or a statement may have, with what their values must be. */
export type Fields = { known: ReadonlyMap<string, Field>; needed: readonly string[] };

/** Reads a list such as `q:object! multi:bool hint`: types where they matter, `!` behind fields that must be there. */
export function fieldsOf(list: string): Fields {
  const known = new Map<string, Field>();
  const needed: string[] = [];
  for (const word of list.split(' ')) {
    const [name = '', type = 'any'] = word.replace('!', '').split(':');
    if (!(type in TYPES)) throw new Error(`no such type of a field: ${word}`);
    const of = type as keyof typeof TYPES;
    known.set(name, { type: of, fits: TYPES[of] });
    if (word.endsWith('!')) needed.push(name);
  }
  return { known, needed };
}

/** Throws 40415 for an unknown field, 14 for a value of a wrong type (null counts as absent) and 40414 for a missing field. */
export function checkFields(where: string, doc: Doc, { known, needed }: Fields): void {
  for (const name of Object.keys(doc)) {
    const field = known.get(name);
    if (!field) refuse(40415, `BSON field '${where}.${name}' is an unknown field.`);
    const v = doc[name];
    if (v !== null && v !== undefined && !field.fits(v))
      refuse(14, `BSON field '${where}.${name}' is the wrong type '${typeName(v)}', expected type '${field.type}'`);
  }
  for (const name of needed)
    if ((doc[name] ?? null) === null) refuse(40414, `BSON field '${where}.${name}' is missing but a required field`);
}
