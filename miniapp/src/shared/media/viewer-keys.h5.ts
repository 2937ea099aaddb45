import { useEffect, useRef } from 'react';

type ViewerKeys = { readonly turn: (by: 1 | -1) => void; readonly close: () => void };

/** Arrows turn, Escape closes; while it is open the keys are the viewer's, and afterwards where they were. */
export function useViewerKeys(keys: ViewerKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const before = document.activeElement;
    document.getElementById('photo-close')?.focus();
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') latest.current.close();
      else if (event.key === 'ArrowRight') latest.current.turn(1);
      else if (event.key === 'ArrowLeft') latest.current.turn(-1);
      else if (event.key === 'Tab') keepInside(event);
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
}

function keepInside(event: KeyboardEvent): void {
  const stops = [...document.querySelectorAll<HTMLElement>('#photo-viewer [role=button]')];
  const at = document.activeElement instanceof HTMLElement ? stops.indexOf(document.activeElement) : -1;
  event.preventDefault();
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % Math.max(1, stops.length)]?.focus();
}
