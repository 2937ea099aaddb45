import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../auth/session';
import { isRecord, readStored, writeStored } from '../storage/device-storage';
import type { Answer, Failure } from './failure';

/**
 * Something the server knows, as a page shows it. `value` may be what the phone kept from last time: then `keptFrom` says from when,
 * and `failure` why nothing newer came.
 */
export type Remote<T> = {
  readonly value: T | null;
  readonly keptFrom: string | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
};

type Kept<T> = { readonly at: string; readonly value: T };

/** Loads on the first draw and on `reload`. With a `keepAs` name the last answer stays on the phone, for work without a signal. */
export function useRemote<T>(ask: () => Promise<Answer<T>>, keepAs?: string): Remote<T> {
  const personId = useSession()?.person.id ?? '';
  const name = keepAs && personId ? `kept/${personId}/${keepAs}` : null;
  const [kept, setKept] = useState<Kept<T> | null>(() => (name ? readKept<T>(name) : null));
  const [fresh, setFresh] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [loading, setLoading] = useState(true);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const turn = asked.current;
    setLoading(true);
    const answer = await ask();
    // An answer that comes after a later question has nothing new to say.
    if (turn !== asked.current) return;
    setLoading(false);
    if (!answer.ok) {
      setFresh(false);
      setFailure(answer.failure);
      return;
    }
    const next = { at: new Date().toISOString(), value: answer.value };
    if (name) keep(name, next);
    setKept(next);
    setFresh(true);
    setFailure(null);
  }, [ask, name]);

  useEffect(() => {
    void reload();
    return () => {
      asked.current += 1;
    };
  }, [reload]);

  return { value: kept?.value ?? null, keptFrom: fresh ? null : (kept?.at ?? null), failure, loading, reload };
}

function readKept<T>(name: string): Kept<T> | null {
  // The shape under `value` is ours: this app alone writes it, under a name of its own.
  return readStored(name, (stored): stored is Kept<T> => isRecord(stored) && typeof stored.at === 'string' && 'value' in stored);
}

function keep(name: string, kept: Kept<unknown>): void {
  try {
    writeStored(name, kept);
  } catch (problem) {
    // A full phone must not keep a page from showing what it has just learned.
    console.warn('not kept for later', name, problem);
  }
}
