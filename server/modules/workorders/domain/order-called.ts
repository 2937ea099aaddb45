const MOST_PARTS = 8;
const SEPARATORS = '[^\\p{L}\\p{N}]*';

/**
 * Matches the order numbers that somebody may mean by what they say on the shop floor: `312`, `wo312` and `WO-312` for `WO-0312`.
 * Letters count whatever their case, digits whatever zeros stand before them, and nothing else counts. What begins with digits may
 * leave out what stands before them. Null when nothing is left to go by.
 */
export function orderNoCalled(said: string): RegExp | null {
  const parts = partsOf(said);
  const [first] = parts;
  if (first === undefined || parts.length > MOST_PARTS) return null;
  const before = isDigits(first) ? '(?:.*[^0-9])?' : SEPARATORS;
  return new RegExp(`^${before}${parts.map(part).join(SEPARATORS)}${SEPARATORS}$`, 'iu');
}

/** Matches the numbers that have those digits somewhere, for who remembers no more; null for less than two digits. */
export function orderNoContaining(said: string): RegExp | null {
  const last = partsOf(said).filter(isDigits).at(-1) ?? '';
  return last.length >= 2 ? new RegExp(last) : null;
}

const partsOf = (said: string): string[] => said.normalize('NFKC').match(/\p{L}+|[0-9]+/gu) ?? [];
const isDigits = (part: string): boolean => /^[0-9]/.test(part);
const part = (text: string): string => (isDigits(text) ? `0*${text.replace(/^0+(?=\d)/, '')}` : text);
