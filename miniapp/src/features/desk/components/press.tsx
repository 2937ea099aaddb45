import type { ReactNode } from 'react';
import { useState } from 'react';

type PressProps = {
  readonly children: ReactNode;
  readonly onPress: () => unknown;
  readonly kind?: 'main' | 'quiet' | 'plain';
  readonly id?: string;
  readonly label?: string;
  readonly pressed?: boolean;
  /** Of what folds out under it. */
  readonly expanded?: boolean;
  readonly current?: boolean;
  readonly className?: string;
};

/** A button of the desk. It takes no second press while the first is under way. */
export function Press({ children, onPress, kind = 'quiet', id, label, pressed, expanded, current, className = '' }: PressProps) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await onPress();
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type='button'
      id={id}
      className={`press press-${kind} ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-current={current ? 'page' : undefined}
      aria-busy={busy || undefined}
      onClick={() => void press()}
    >
      {children}
    </button>
  );
}
