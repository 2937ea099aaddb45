import type { InspectionDto } from '@contracts/api/quality';
import { useRef, useState } from 'react';
import { mediaWords } from '@/shared/media/media-words';
import { sendMedia } from '@/shared/media/send-media';
import type { Attached } from '@/shared/media/use-attached';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import type { ToldWords } from '@/shared/ui/told';
import { decideInspection, type Verdict } from '../api';
import { qualityText } from '../texts';

type Decision = {
  readonly told: ToldWords | null;
  readonly decide: (inspection: InspectionDto, verdict: Verdict, attached: Attached) => Promise<void>;
};

/**
 * An inspector's verdict. It is not queued: it lifts a gate for others, so the inspector must know at once whether it counts. Photos and
 * voice go up before it. The key stays the same until there is an answer, so that pressing again after a lost one decides nothing twice.
 */
export function useDecision(onDecided: () => Promise<void>): Decision {
  const [told, setTold] = useState<ToldWords | null>(null);
  const keys = useRef(new Map<string, string>());
  const decide: Decision['decide'] = async (inspection, verdict, attached) => {
    setTold(null);
    const sent = await sendMedia(attached.items, (left) =>
      setTold({ lamp: 'wait', title: qualityText('sending_media', { what: mediaWords(left) }), detail: '' }),
    );
    if (sent.kind === 'refused') return setTold({ lamp: 'stop', title: qualityText('media_refused'), detail: sent.reason });
    if (sent.kind === 'unanswered') return setTold(notDecided(explain(sent.failure)));
    const body = { ...verdict, ...sent.ids };
    const press = `${inspection.id}/${JSON.stringify(body)}`;
    const key = keys.current.get(press) ?? newPressKey();
    keys.current.set(press, key);
    const answer = await decideInspection(inspection.id, body, key);
    if (answer.ok || answer.failure.kind === 'refused') keys.current.delete(press);
    if (answer.ok) attached.handOver();
    setTold(answer.ok ? tellingOf(answer.value) : notDecided(explain(answer.failure)));
    await onDecided();
  };
  return { told, decide };
}

function tellingOf({ state, itemName, operationName }: InspectionDto): ToldWords {
  const what = `${itemName} · ${operationName}`;
  return state === 'failed'
    ? { lamp: 'stop', title: qualityText('failed', { what }), detail: qualityText('failed_detail') }
    : { lamp: 'run', title: qualityText('passed', { what }), detail: '' };
}

function notDecided({ title, detail }: { readonly title: string; readonly detail: string }): ToldWords {
  return { lamp: 'wait', title: qualityText('not_decided'), detail: `${title} ${detail}`.trim() };
}
