import type { ObjectId, Timestamp } from 'bson';
import { DateTime, FixedOffsetZone, Info, type Zone } from 'luxon';
import { bsonType, isObj, typeName } from '../../bson-values/kinds';
import { refuse } from '../../errors';
import type { Operator } from '../expressions';
import { argumentList, named, namedArguments } from './signatures';

const nullish = (v: unknown): v is null | undefined => v === null || v === undefined;

/** A date, ObjectId or Timestamp as a moment in a time zone (UTC when none is given). Throws 16006 or 40485. */
function moment(v: unknown, timezone: unknown): DateTime {
  const ms = v instanceof Date ? v.getTime() : bsonType(v) === 'ObjectId' ? (v as ObjectId).getTimestamp().getTime() : timestampOf(v);
  return DateTime.fromMillis(ms, { zone: zoneOf(timezone), locale: 'en-US' });
}

function timestampOf(v: unknown): number {
  if (bsonType(v) !== 'Timestamp') refuse(16006, `can't convert from BSON type ${typeName(v)} to Date`);
  return (v as Timestamp).getHighBitsUnsigned() * 1000;
}

const zones = new Map<string, Zone>();

/** The time zone of an Olson name or of an offset such as +08, +0800 or +08:00. Throws 40485 or 40517. */
function zoneOf(timezone: unknown): Zone {
  if (nullish(timezone)) return FixedOffsetZone.utcInstance;
  if (typeof timezone !== 'string') refuse(40517, `timezone must evaluate to a string, found ${typeName(timezone)}`);
  const known = zones.get(timezone);
  if (known) return known;
  const offset = /^([+-]\d{2}):?(\d{2})?$/.exec(timezone);
  const zone = Info.normalizeZone(offset ? `utc${offset[1]}:${offset[2] ?? '00'}` : timezone);
  // names of luxon's own, such as `local` and `utc+3`, are none of the time zone database
  if (!zone.isValid || (!offset && /^(default|local|system|utc.+)$/i.test(timezone)))
    refuse(40485, `unrecognized time zone identifier: "${timezone}"`);
  zones.set(timezone, zone);
  return zone;
}

// weeks start on Sunday; days before the first Sunday are week 0
const week = (d: DateTime): number => Math.floor((d.ordinal + 6 - (d.weekday % 7)) / 7);

/** A part of a date: `{ $year: <date> }` or `{ $year: { date, timezone } }`. */
const part =
  (of: (d: DateTime) => number): Operator =>
  (arg, c, name) => {
    const [given] = argumentList(name, arg, 1, 1);
    const spec =
      isObj(given) && ('date' in given || 'timezone' in given)
        ? namedArguments(name, given, ['date!', 'timezone'], 40535)
        : { date: given };
    const [date, zone] = [c.compile(spec.date), 'timezone' in spec ? c.compile(spec.timezone) : null];
    return (scope) => {
      const v = date(scope);
      const timezone = zone?.(scope);
      return nullish(v) || (zone && nullish(timezone)) ? null : of(moment(v, timezone));
    };
  };

const two = (n: number, width = 2): string => String(n).padStart(width, '0');

const FORMAT: Readonly<Record<string, (d: DateTime) => string>> = {
  Y: (d) => two(d.year, 4),
  m: (d) => two(d.month),
  d: (d) => two(d.day),
  H: (d) => two(d.hour),
  M: (d) => two(d.minute),
  S: (d) => two(d.second),
  L: (d) => two(d.millisecond, 3),
  j: (d) => two(d.ordinal, 3),
  w: (d) => String((d.weekday % 7) + 1),
  u: (d) => String(d.weekday),
  U: (d) => two(week(d)),
  V: (d) => two(d.weekNumber),
  G: (d) => two(d.weekYear, 4),
  b: (d) => d.toFormat('LLL'),
  B: (d) => d.toFormat('LLLL'),
  z: (d) => d.toFormat('ZZZ'),
  Z: (d) => String(d.offset),
  '%': () => '%',
};

const $dateToString = named(['date!', 'format', 'timezone', 'onNull'], 18534, ({ date, format, timezone, onNull }, name) => {
  if (nullish(date)) return onNull ?? null;
  const wanted = format ?? `%Y-%m-%dT%H:%M:%S.%L${nullish(timezone) ? 'Z' : ''}`;
  if (typeof wanted !== 'string') refuse(18533, `${name} requires that 'format' be a string, found: ${typeName(wanted)}`);
  const d = moment(date, timezone);
  return wanted.replace(/%(.?)/gs, (_all, letter: string) => {
    const write = FORMAT[letter];
    if (!write) refuse(18536, `Invalid format character '%${letter}' in format string`);
    return write(d);
  });
});

export const dates: Record<string, Operator> = {
  $dateToString,
  $year: part((d) => d.year),
  $month: part((d) => d.month),
  $dayOfMonth: part((d) => d.day),
  $hour: part((d) => d.hour),
  $minute: part((d) => d.minute),
  $second: part((d) => d.second),
  $millisecond: part((d) => d.millisecond),
  $dayOfYear: part((d) => d.ordinal),
  $dayOfWeek: part((d) => (d.weekday % 7) + 1),
  $isoDayOfWeek: part((d) => d.weekday),
  $week: part(week),
  $isoWeek: part((d) => d.weekNumber),
  $isoWeekYear: part((d) => d.weekYear),
};
