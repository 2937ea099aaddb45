/** A browser leaves the whole page to us, but for the notch of a phone held upright. */
export function barInsets(): Record<string, string> {
  return { paddingTop: 'env(safe-area-inset-top)' };
}
