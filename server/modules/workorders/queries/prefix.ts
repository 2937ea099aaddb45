/** Matches texts that begin like this, as typed or in capitals; anchored, so that an index serves it. */
export function beginsWith(text: string): { $in: RegExp[] } {
  const literal = (part: string) => new RegExp(`^${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
  return { $in: [...new Set([text, text.toUpperCase()])].map(literal) };
}
