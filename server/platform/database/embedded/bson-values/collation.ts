import { refuse } from '../errors';
import { isObj, toNum } from './kinds';

/** How strings compare under a MongoDB collation (strength 1 to 3, through Intl). */
export type Collation = {
  compare(a: string, b: string): number;
  /** maps strings that this collation calls equal to one string, for index keys; null: strings stay as they are */
  fold: ((s: string) => string) | null;
  /** equal for equal specifications */
  key: string;
};

const FIELDS = new Set(
  'locale strength caseLevel caseFirst numericOrdering alternate maxVariable backwards normalization version'.split(' '),
);
const CASE_FIRST = new Set(['off', 'upper', 'lower']);
const known = new Map<string, Collation>();

/** The collation of a command or an index; null for none and for `simple`. Throws 2 / 9 / 40415 for a malformed specification. */
export function collator(spec: unknown): Collation | null {
  if (spec === undefined || spec === null) return null;
  if (!isObj(spec)) refuse(14, 'collation must be a document');
  for (const k of Object.keys(spec)) if (!FIELDS.has(k)) refuse(40415, `BSON field 'collation.${k}' is an unknown field.`);
  if (typeof spec.locale !== 'string') refuse(40414, "BSON field 'collation.locale' is missing but a required field");
  if (spec.locale === 'simple') return null;
  const key = JSON.stringify(spec);
  let found = known.get(key);
  if (!found) {
    found = build(spec.locale, spec, key);
    known.set(key, found);
  }
  return found;
}

function build(locale: string, spec: Record<string, unknown>, key: string): Collation {
  const strength = spec.strength === undefined ? 3 : toNum(spec.strength);
  if (!(strength >= 1 && strength <= 5)) refuse(51024, 'BSON field value must be between 1 and 5: collation.strength');
  const caseFirst = spec.caseFirst === undefined ? 'off' : String(spec.caseFirst);
  if (!CASE_FIRST.has(caseFirst)) refuse(2, `Enumeration value '${caseFirst}' for field 'collation.caseFirst' is not valid`);
  const tag = locale.replace('_', '-');
  if (!isLocale(tag)) refuse(2, `Field 'locale' is invalid in: { locale: "${locale}" }`);
  const collate = new Intl.Collator(tag, {
    sensitivity: strength === 1 ? (spec.caseLevel === true ? 'case' : 'base') : strength === 2 ? 'accent' : 'variant',
    numeric: spec.numericOrdering === true,
    caseFirst: caseFirst === 'upper' || caseFirst === 'lower' ? caseFirst : 'false',
  });
  const fold = (s: string): string => {
    const decomposed = s.normalize('NFD');
    return (strength === 1 ? decomposed.replace(/\p{M}/gu, '') : decomposed).toLowerCase();
  };
  return { compare: collate.compare, fold: strength >= 3 ? null : fold, key };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.Collator.supportedLocalesOf(tag).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
