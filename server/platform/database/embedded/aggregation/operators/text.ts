import { isNumber, isRegex, toNum, typeName } from '../../bson-values/kinds';
import { refuse } from '../../errors';
import { toRegExp } from '../../query/regex';
import type { Operator } from '../expressions';
import { named, strict, values, wrongType } from './signatures';

const many = Number.POSITIVE_INFINITY;

function string(v: unknown, name: string, code: number): string {
  if (typeof v !== 'string') throw wrongType(code, name, 'strings', v);
  return v;
}

/** What the case and substring operators accept for text: missing is empty, numbers and dates are written out. */
function coerced(v: unknown): string {
  if (v === null || v === undefined) return '';
  if (typeof v === 'string') return v;
  if (v instanceof Date) return v.toISOString();
  if (isNumber(v)) return String(v);
  refuse(16007, `can't convert from BSON type ${typeName(v)} to String`);
}

function whole(v: unknown, name: string, code: number): number {
  if (!isNumber(v) || !Number.isInteger(toNum(v))) refuse(code, `${name} requires an integral index or length, found ${typeName(v)}`);
  return toNum(v);
}

const $substrCP = values(3, 3, ([v, start, length], name) => {
  const from = whole(start, name, 34450);
  const count = whole(length, name, 34452);
  if (from < 0) refuse(34454, `${name}: starting index must be non-negative`);
  if (count < 0) refuse(34455, `${name}: length must be non-negative`);
  return [...coerced(v)].slice(from, from + count).join('');
});

const trim = (start: boolean, end: boolean): Operator =>
  named(['input!', 'chars'], 50694, ({ input, chars }, name) => {
    if (input === null || input === undefined || chars === null) return null;
    const units = [...string(input, name, 50699)];
    const cut = new Set(
      chars === undefined
        ? [...'\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a']
        : string(chars, name, 50700),
    );
    const kept = (unit: string): boolean => !cut.has(unit);
    const from = start ? units.findIndex(kept) : 0;
    const to = end ? units.findLastIndex(kept) + 1 : units.length;
    return from < 0 ? '' : units.slice(from, to).join('');
  });

const $regexMatch = named(['input!', 'regex!', 'options'], 31022, ({ input, regex, options }, name) => {
  if (input === null || input === undefined || regex === null || regex === undefined) return false;
  if (typeof input !== 'string') refuse(51104, `${name} needs 'input' to be of type string`);
  if (typeof regex !== 'string' && !isRegex(regex)) refuse(51105, `${name} needs 'regex' to be of type string or regex`);
  if (options !== undefined && options !== null && typeof options !== 'string')
    refuse(51106, `${name} needs 'options' to be of type string`);
  return toRegExp(regex, options ?? undefined).test(input);
});

const replace = (all: boolean): Operator =>
  named(['input!', 'find!', 'replacement!'], 51749, ({ input, find, replacement }, name) => {
    for (const v of [input, find, replacement]) if (v !== null && v !== undefined) string(v, name, 51746);
    if (typeof input !== 'string' || typeof find !== 'string' || typeof replacement !== 'string') return null;
    return all ? input.replaceAll(find, () => replacement) : input.replace(find, () => replacement);
  });

export const text: Record<string, Operator> = {
  $concat: strict(0, many, (args, name) => args.map((v) => string(v, name, 16702)).join('')),
  $toLower: values(1, 1, ([v]) => coerced(v).replace(/[A-Z]+/g, (s) => s.toLowerCase())),
  $toUpper: values(1, 1, ([v]) => coerced(v).replace(/[a-z]+/g, (s) => s.toUpperCase())),
  $substrCP,
  $strLenCP: values(1, 1, ([v], name) => [...string(v, name, 34471)].length),
  $split: strict(2, 2, ([v, separator], name) => {
    const by = string(separator, name, 40086);
    if (by === '') refuse(40087, '$split requires a non-empty separator');
    return string(v, name, 40085).split(by);
  }),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $regexMatch,
  $replaceOne: replace(false),
  $replaceAll: replace(true),
};
