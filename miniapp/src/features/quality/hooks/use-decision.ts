import type { InspectionDto } from '@contracts/api/quality';
import { useRef, useState } from 'react';
import { mediaWords } from '@/shared/media/media-words';
import { sendMedia } from '@/shared/media/send-media';
import type { Attached } from '@/shared/media/use-attached';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import type { Answer } from '@/shared/request/failure';
import type { ToldWords } from '@/shared/ui/told';
import { type AskedConcession, type AttachedIds, askConcession, decideInspection, type Verdict } from '../api';
import { qualityText } from '../texts';

type Decision = {
  readonly told: ToldWords | null;
  readonly decide: (inspection: InspectionDto, verdict: Verdict, attached: Attached) => Promise<void>;
  /** Asks somebody else to decide about pieces that deviate. */
  readonly concede: (inspection: InspectionDto, asked: AskedConcession, attached: Attached) => Promise<void>;
};

/**
 * What an inspector settles. It is not queued: it lifts a gate for others, so the inspector must know at once whether it counts. Photos and
 * voice go up before it. The key stays the same until there is an answer, so that pressing again after a lost one decides nothing twice.
 */
export function useDecision(onDecided: () => Promise<void>): Decision {
  const [told, setTold] = useState<ToldWords | null>(null);
  const keys = useRef(new Map<string, string>());
  const settle = async (
    press: string,
    attached: Attached,
    send: (ids: AttachedIds, key: string) => Promise<Answer<InspectionDto>>,
    tell: (inspection: InspectionDto) => ToldWords,
  ): Promise<void> => {
    setTold(null);
    const sent = await sendMedia(attached.items, (left) =>
      setTold({ lamp: 'wait', title: qualityText('sending_media', { what: mediaWords(left) }), detail: '' }),
    );
    if (sent.kind === 'refused') return setTold({ lamp: 'stop', title: qualityText('media_refused'), detail: sent.reason });
    if (sent.kind === 'unanswered') return setTold(notDecided(explain(sent.failure)));
    const name = `${press}/${JSON.stringify(sent.ids)}`;
    const key = keys.current.get(name) ?? newPressKey();
    keys.current.set(name, key);
    const answer = await send(sent.ids, key);
    if (answer.ok || answer.failure.kind === 'refused') keys.current.delete(name);
    if (answer.ok) attached.done();
    setTold(answer.ok ? tell(answer.value) : notDecided(explain(answer.failure)));
    await onDecided();
  };
  return {
    told,
    decide: (inspection, verdict, attached) =>
      settle(
        `${inspection.id}/${JSON.stringify(verdict)}`,
        attached,
        (ids, key) => decideInspection(inspection.id, { ...verdict, ...ids }, key),
        tellingOf,
      ),
    concede: (inspection, asked, attached) =>
      settle(
        `${inspection.id}/concession/${JSON.stringify(asked)}`,
        attached,
        (ids, key) => askConcession(inspection.id, { ...asked, ...ids }, key),
        tellingOfConcession,
      ),
  };
}

const whatOf = ({ itemName, operationName }: InspectionDto): string => `${itemName} · ${operationName}`;

function tellingOf(inspection: InspectionDto): ToldWords {
  const what = whatOf(inspection);
  return inspection.state === 'failed'
    ? { lamp: 'stop', title: qualityText('failed', { what }), detail: qualityText('failed_detail') }
    : { lamp: 'run', title: qualityText('passed', { what }), detail: '' };
}

const tellingOfConcession = (inspection: InspectionDto): ToldWords => ({
  lamp: 'wait',
  title: qualityText('concession_sent', { what: whatOf(inspection) }),
  detail: qualityText('concession_sent_detail'),
});

function notDecided({ title, detail }: { readonly title: string; readonly detail: string }): ToldWords {
  return { lamp: 'wait', title: qualityText('not_decided'), detail: `${title} ${detail}`.trim() };
}
