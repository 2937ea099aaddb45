import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { Pressable } from './pressable';

type ButtonProps = {
  readonly children: ReactNode;
  readonly onPress: () => unknown;
  /** `main` is the one thing the page is for. */
  readonly kind?: 'main' | 'side' | 'quiet';
  readonly small?: boolean;
  readonly wide?: boolean;
  readonly id?: string;
};

/** A press counts once: until what it began has ended, further presses of the same button do nothing (gloves double-tap, B-1.8). */
export function Button({ children, onPress, kind = 'main', small = false, wide = false, id }: ButtonProps) {
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    try {
      await onPress();
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  const classes = ['btn', `btn-${kind}`, small && 'btn-small', wide && 'btn-wide', busy && 'btn-busy'].filter(Boolean).join(' ');
  return (
    <Pressable id={id} className={classes} busy={busy} onPress={() => void press()}>
      {children}
    </Pressable>
  );
}
