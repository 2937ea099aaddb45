import { Decimal128, Long, ObjectId } from 'bson';
import { bsonType, isNumber, isObj, setOwn, shown, toNum, typeName } from '../../bson-values/kinds';
import { MongoError, refuse, unsupported } from '../../errors';
import { truthy } from '../../query/leaf-operators';
import { setField } from '../../query/paths';
import type { Doc } from '../../types';
import type { Operator } from '../expressions';
import { namedArguments, unary, values } from './signatures';

type Convert = (v: unknown) => unknown;

const fail = (v: unknown, to: string): MongoError =>
  new MongoError(241, `Unsupported conversion from ${typeName(v)} to ${to} in $convert with no onError value`);
const unparsed = (v: unknown, to: string): MongoError =>
  new MongoError(241, `Failed to parse ${to} '${String(v)}' in $convert with no onError value`);

const NUMBER_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function toDouble(v: unknown): number {
  if (isNumber(v)) return toNum(v);
  if (typeof v === 'boolean') return Number(v);
  if (v instanceof Date) return v.getTime();
  if (typeof v !== 'string') throw fail(v, 'double');
  if (!NUMBER_TEXT.test(v)) throw unparsed(v, 'number');
  return Number(v);
}

const integer =
  (to: 'int' | 'long', min: bigint, max: bigint): Convert =>
  (v) => {
    if (to === 'int' && v instanceof Date) throw fail(v, to);
    if (typeof v === 'string' && !/^[+-]?\d+$/.test(v)) throw unparsed(v, 'number');
    const exact = typeof v === 'string' ? BigInt(v.replace('+', '')) : bsonType(v) === 'Long' ? (v as Long).toBigInt() : null;
    const n = exact === null ? Math.trunc(toDouble(v)) : Number(exact);
    if (!Number.isFinite(n) || (exact ?? BigInt(n)) < min || (exact ?? BigInt(n)) > max) {
      refuse(241, `Conversion would overflow target type in $convert with no onError value: ${shown(v)}`);
    }
    return Number.isSafeInteger(n) ? n + 0 : Long.fromBigInt(exact ?? BigInt(n));
  };

const toDecimal: Convert = (v) => {
  if (bsonType(v) === 'Decimal128') return v;
  if (typeof v === 'string') {
    if (!NUMBER_TEXT.test(v)) throw unparsed(v, 'number');
    return Decimal128.fromStringWithRounding(v);
  }
  return Decimal128.fromString(bsonType(v) === 'Long' ? String(v) : String(toDouble(v)));
};

const DATE_TEXT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/;

/** A date from its ISO form; without an offset it is UTC. Null when it is none. */
function dateFromText(s: string): Date | null {
  if (!DATE_TEXT.test(s)) return null;
  const iso = s.replace(' ', 'T').replace(' ', '');
  const date = new Date(
    iso.length > 10 && !/(Z|[+-]\d{2}:?\d{2})$/.test(iso.slice(10)) ? `${iso}Z` : iso.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  );
  return Number.isNaN(date.getTime()) ? null : date;
}

const toDate: Convert = (v) => {
  if (v instanceof Date) return v;
  if (bsonType(v) === 'ObjectId') return (v as ObjectId).getTimestamp();
  if (bsonType(v) === 'Timestamp') return new Date((v as Long).getHighBitsUnsigned() * 1000);
  if (typeof v === 'string') {
    const date = dateFromText(v);
    if (!date) throw unparsed(v, 'date');
    return date;
  }
  if (!isNumber(v) || typeName(v) === 'int') throw fail(v, 'date');
  return new Date(Math.trunc(toNum(v)));
};

const toObjectId: Convert = (v) => {
  if (bsonType(v) === 'ObjectId') return v;
  if (typeof v !== 'string') throw fail(v, 'objectId');
  if (!/^[0-9a-fA-F]{24}$/.test(v)) throw unparsed(v, 'objectId');
  return new ObjectId(v);
};

const toText: Convert = (v) => {
  if (typeof v === 'string') return v;
  if (v instanceof Date) return v.toISOString();
  if (isNumber(v) || typeof v === 'boolean' || bsonType(v) === 'ObjectId') return String(v);
  throw fail(v, 'string');
};

const toBool: Convert = (v) => truthy(v);

const TO: Readonly<Record<string, Convert>> = {
  double: toDouble,
  int: integer('int', -(2n ** 31n), 2n ** 31n - 1n),
  long: integer('long', -(2n ** 63n), 2n ** 63n - 1n),
  decimal: toDecimal,
  date: toDate,
  objectId: toObjectId,
  string: toText,
  bool: toBool,
};
function converter(to: unknown): Convert {
  if (isNumber(to)) throw unsupported('$convert to a type given by its number');
  const convert = TO[String(to)];
  if (!convert) refuse(2, `$convert's 'to' argument is not a type it converts to: ${shown(to)}`);
  return convert;
}

const $convert: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['input!', 'to!', 'onError', 'onNull'], 9);
  const [input, to] = [c.compile(spec.input), c.compile(spec.to)];
  const onNull = 'onNull' in spec ? c.compile(spec.onNull) : () => null;
  const onError = 'onError' in spec ? c.compile(spec.onError) : null;
  return (scope) => {
    const v = input(scope);
    const target = to(scope);
    if (v === null || v === undefined) return onNull(scope);
    if (target === null || target === undefined) return null;
    const convert = converter(target);
    try {
      return convert(v);
    } catch (error) {
      if (onError && error instanceof MongoError && error.code === 241) return onError(scope);
      throw error;
    }
  };
};

function docArgument(v: unknown, name: string, code: number): Doc {
  if (!isObj(v)) refuse(code, `${name} requires object inputs, but the input is of type ${typeName(v)}`);
  return v;
}

function fieldName(v: unknown, name: string): string {
  if (typeof v !== 'string') refuse(3041704, `${name} requires 'field' to evaluate to type String, but got ${typeName(v)}`);
  return v;
}

/** A field by its name, which may contain dots and dollars and must be known beforehand. */
const fieldSetter =
  (known: readonly string[]): Operator =>
  (arg, c, name) => {
    const spec = namedArguments(name, arg, known, 4161100);
    const { field } = spec;
    const key = isObj(field) ? field.$literal : field;
    if (typeof key !== 'string' || (key === field && key.startsWith('$')))
      refuse(4161106, `${name} requires 'field' to evaluate to a constant, but got a non-constant argument`);
    const [input, value] = [c.compile(spec.input), c.compile('value' in spec ? spec.value : '$$REMOVE')];
    return (scope) => {
      const v = input(scope);
      return v === null || v === undefined ? null : setField(docArgument(v, name, 4161105), [key], value(scope));
    };
  };

export const conversions: Record<string, Operator> = {
  $convert,
  $toDouble: unary(toDouble),
  $toInt: unary((v) => converter('int')(v)),
  $toLong: unary((v) => converter('long')(v)),
  $toDecimal: unary(toDecimal),
  $toDate: unary(toDate),
  $toObjectId: unary(toObjectId),
  $toString: unary(toText),
  $toBool: unary(toBool),
  $type: values(1, 1, ([v]) => typeName(v)),
  $isNumber: values(1, 1, ([v]) => isNumber(v)),
  $mergeObjects: values(0, Number.POSITIVE_INFINITY, (args, name) => {
    const list = args.length === 1 && Array.isArray(args[0]) ? args[0] : args;
    return mergeObjects(list, name);
  }),
  $objectToArray: unary((v, name) => Object.entries(docArgument(v, name, 40390)).map(([k, value]) => ({ k, v: value }))),
  $setField: fieldSetter(['field!', 'input!', 'value!']),
  $unsetField: fieldSetter(['field!', 'input!']),
  $getField: (arg, c, name) => {
    const spec =
      isObj(arg) && ('field' in arg || 'input' in arg) ? namedArguments(name, arg, ['field!', 'input'], 3041701) : { field: arg };
    const [field, input] = [c.compile(spec.field), 'input' in spec ? c.compile(spec.input) : c.compile('$$ROOT')];
    return (scope) => {
      const v = input(scope);
      return isObj(v) && Object.hasOwn(v, fieldName(field(scope), name)) ? v[fieldName(field(scope), name)] : undefined;
    };
  },
};

/** Later documents win; null and missing ones count as empty. */
export function mergeObjects(list: readonly unknown[], name: string): Doc {
  const out: Doc = {};
  for (const v of list) {
    if (v === null || v === undefined) continue;
    for (const [k, x] of Object.entries(docArgument(v, name, 40400))) setOwn(out, k, x);
  }
  return out;
}
