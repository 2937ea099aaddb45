import { useState } from 'react';

export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** The row the keyboard is on. */
  readonly cursor: string | null;
  readonly move: (by: number) => void;
  readonly putCursor: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
};

/** Which rows are selected and which one the keyboard is on; what is no longer shown is no longer selected. */
export function useSelection(shown: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(null);
  const ids = new Set(shown.filter((id) => chosen.has(id)));
  const cursor = at !== null && shown.includes(at) ? at : null;
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setAt(id);
  };
  const move = (by: number) => {
    const from = cursor === null ? (by > 0 ? -1 : shown.length) : shown.indexOf(cursor);
    const to = shown[Math.min(shown.length - 1, Math.max(0, from + by))];
    if (to !== undefined) setAt(to);
  };
  return {
    ids,
    cursor,
    move,
    putCursor: setAt,
    toggle,
    toggleAll: () => setChosen(ids.size === shown.length ? new Set() : new Set(shown)),
    clear: () => setChosen(new Set()),
  };
}
