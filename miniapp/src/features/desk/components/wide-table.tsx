import type { ReactNode } from 'react';

/** A table that may be wider than the screen: it scrolls in its own frame, which the keyboard can reach too. */
export function WideTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with keys (WCAG 2.1.1)
    <section className='table-wrap' aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
