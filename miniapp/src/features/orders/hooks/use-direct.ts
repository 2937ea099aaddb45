import { useRef, useState } from 'react';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import type { Answer } from '@/shared/request/failure';

type Direct = {
  /** Why the last press was not taken, to stand where it was pressed. */
  readonly refused: string | null;
  /** Resolves with what the server answered, or null. The same press goes out under the same key until there is an answer. */
  readonly send: <T>(ask: (key: string) => Promise<Answer<T>>) => Promise<T | null>;
};

/** A press in a dialog that is answered in the dialog. */
export function useDirect(): Direct {
  const [refused, setRefused] = useState<string | null>(null);
  const key = useRef<string | null>(null);
  const send: Direct['send'] = async (ask) => {
    setRefused(null);
    key.current ??= newPressKey();
    const answer = await ask(key.current);
    if (answer.ok || answer.failure.kind === 'refused') key.current = null;
    if (answer.ok) return answer.value;
    const { title, detail } = explain(answer.failure);
    setRefused(`${title} ${detail}`.trim());
    return null;
  };
  return { refused, send };
}
