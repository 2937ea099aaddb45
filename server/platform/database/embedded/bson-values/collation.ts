import BTree from 'sorted-btree';
import { refuse, unsupported } from '../errors';
import { isObj, order, toNum } from './kinds';

/** How strings compare under a MongoDB collation, through the ICU of Node. */
export type Collation = {
  compare(a: string, b: string): number;
  /** maps strings that this collation calls equal to one string, for keys */
  fold(s: string): string;
};

const LEFT_OUT = ['caseLevel', 'caseFirst', 'alternate', 'maxVariable', 'backwards', 'normalization', 'version'];
const SENSITIVITIES = ['base', 'accent', 'variant'] as const;
const LOCALE = /^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$/;
const known = new Map<string, Collation>();

/** The collation of a command or an index; null for none and for `simple`. Equal specifications give the same object. */
export function collator(spec: unknown): Collation | null {
  if (spec === undefined || spec === null) return null;
  if (!isObj(spec)) refuse(14, 'collation must be a document');
  if (Object.keys(spec).length === 0) return null;
  const { locale, strength = 3, numericOrdering: numeric = false, ...others } = spec;
  for (const field of Object.keys(others)) {
    if (LEFT_OUT.includes(field)) throw unsupported(`collations with ${field}`);
    refuse(40415, `BSON field 'collation.${field}' is an unknown field.`);
  }
  if (typeof locale !== 'string') refuse(40414, "BSON field 'collation.locale' is missing but a required field");
  if (typeof numeric !== 'boolean') refuse(14, "BSON field 'collation.numericOrdering' is the wrong type");
  if (locale === 'simple') return null;
  const tag = locale.replaceAll('_', '-');
  const isKnown = LOCALE.test(locale) && Intl.Collator.supportedLocalesOf(tag).length > 0;
  if (!isKnown) refuse(2, `Field 'locale' is invalid in: { locale: "${locale}" }`);
  const level = toNum(strength);
  if (!(level >= 1 && level <= 5)) refuse(51024, 'BSON field value must be between 1 and 5: collation.strength');
  const sensitivity = SENSITIVITIES[level - 1];
  if (!sensitivity) throw unsupported('collations of strength 4 and 5');
  const key = `${locale} ${level} ${numeric}`;
  const found = known.get(key) ?? build(new Intl.Collator(tag, { sensitivity, numeric }), numeric);
  known.set(key, found);
  return found;
}

function build(collate: Intl.Collator, numeric: boolean): Collation {
  // Of the letters that the collation calls equal, the first one met stands for all. '' stands for those that it ignores.
  const letters = new BTree<string, string>([['', '']], collate.compare);
  const folded = new Map<string, string>();
  function foldLetter(letter: string): string {
    const standing = letters.get(letter) ?? letter;
    letters.set(standing, standing);
    folded.set(letter, standing);
    return standing;
  }
  function fold(s: string): string {
    const text = numeric ? s.replace(/(?<!\d)0+(?=\d)/g, '') : s;
    return Array.from(text.normalize('NFC'), (letter) => folded.get(letter) ?? foldLetter(letter)).join('');
  }
  // Where ICU reads one letter as several (ß as ss) keys cannot follow it: those are different everywhere.
  const compare = (a: string, b: string): number => Math.sign(collate.compare(a, b)) || order(fold(a), fold(b));
  return { compare, fold };
}
