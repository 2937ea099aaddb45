import type { ImportKind } from '../../contracts/api/integration';
import { addTexts, type Locale, type Translate, translator } from '../../platform';
import { type Heading, SHEET_COLUMNS } from './domain/columns';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

addTexts('integration', { 'zh-CN': zh, en });

/** The texts of this room in one language, without its name in front of every key. */
export function textsIn(locale: Locale): Translate {
  const t = translator(locale);
  return (key, values) => t(`integration:${key}`, values);
}

const zhOf: Readonly<Record<string, string>> = zh;
const enOf: Readonly<Record<string, string>> = en;
const inBoth = (key: string): string[] => [zhOf[key] ?? '', enOf[key] ?? ''].filter((text) => text !== '');

/** What may stand above each column: our headings in every language, the field's name, and what factories call it. */
export function headingsOf(kind: ImportKind): readonly Heading[] {
  return SHEET_COLUMNS[kind].map((rule) => ({
    ...rule,
    names: [...inBoth(`column.${kind}.${rule.field}`), rule.field, ...(rule.alsoCalled ?? [])],
  }));
}

/** Headings as a person finds them in either template. */
export const labelsOf = (kind: ImportKind, headings: readonly Heading[]): string[] =>
  headings.map(({ field }) => inBoth(`column.${kind}.${field}`).join(' / '));

/** What names the example row of the templates. */
export const exampleKeys = (kind: ImportKind): ReadonlySet<string> =>
  new Set(inBoth(`example.${kind}.${SHEET_COLUMNS[kind][0]?.field ?? ''}`));
