import { useEffect, useRef } from 'react';
import { useShown } from './use-shown';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const TYPED_INTO = 'input:not([type=checkbox]), textarea, select, [contenteditable=true]';
const PRESSED_WITH_KEYS = 'button, a, summary, [role=button]';

/**
 * Keys of a page, by `KeyboardEvent.key` in small letters. They are left alone while somebody types, while a dialog is open or another page in front, and enter and space when
 * they would press what is focused. Escape always counts, so that it leads out of the search box too.
 */
export function useKeys(keys: KeyMap): void {
  const active = useShown();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      const act = latest.current[event.key.toLowerCase()];
      if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isForSomethingElse(event)) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [active]);
}

function isForSomethingElse({ key, target }: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog]')) return true;
  if (!(target instanceof Element)) return false;
  if (target.matches(TYPED_INTO)) return key !== 'Escape';
  return (key === 'Enter' || key === ' ') && target.matches(PRESSED_WITH_KEYS);
}
