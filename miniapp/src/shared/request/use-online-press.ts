import { useRef, useState } from 'react';
import { newPressKey } from '../offline/press-key';
import type { ToldWords } from '../ui/told';
import { explain, requestText } from './explain';
import type { Answer, Failure } from './failure';

type OnlinePress = {
  readonly told: ToldWords | null;
  /**
   * `name` says what is pressed and with which words: as long as no answer has come, pressing the same again goes out under the same key,
   * so that nothing is done twice. Resolves with whether it was taken.
   */
  readonly press: <T>(name: string, send: (key: string) => Promise<Answer<T>>, tell: (value: T) => ToldWords | null) => Promise<boolean>;
};

/**
 * A press that others wait for: it counts only when the server has said so. It is never kept on the phone, since a decision that is
 * sent hours later would be made on facts that nobody has seen. `onAnswered` follows every press, taken or not.
 */
export function useOnlinePress(onAnswered: () => Promise<void>): OnlinePress {
  const [told, setTold] = useState<ToldWords | null>(null);
  const keys = useRef(new Map<string, string>());
  const press: OnlinePress['press'] = async (name, send, tell) => {
    setTold(null);
    const key = keys.current.get(name) ?? newPressKey();
    keys.current.set(name, key);
    const answer = await send(key);
    if (answer.ok || answer.failure.kind === 'refused') keys.current.delete(name);
    setTold(answer.ok ? tell(answer.value) : notDone(answer.failure));
    await onAnswered();
    return answer.ok;
  };
  return { told, press };
}

function notDone(failure: Failure): ToldWords {
  if (failure.kind === 'refused') return { lamp: 'stop', title: requestText('not_done'), detail: explain(failure).title };
  if (failure.kind === 'unreachable') return { lamp: 'wait', title: requestText('not_heard'), detail: requestText('not_heard_detail') };
  const { title, detail } = explain(failure);
  return { lamp: 'wait', title: requestText('not_done'), detail: `${title} ${detail}` };
}
