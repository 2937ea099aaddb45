import { useState } from 'react';
import type { KeptMedia } from '@/shared/media/kept-media';
import { mediaWords } from '@/shared/media/media-words';
import { sendMedia } from '@/shared/media/send-media';
import { explain, requestText } from '@/shared/request/explain';
import type { Answer } from '@/shared/request/failure';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { isRecord } from '@/shared/storage/device-storage';
import { serverNow } from '@/shared/time/clock';
import { shortMoment } from '@/shared/time/show-time';
import type { ToldWords } from '@/shared/ui/told';
import { type OverProductionAsked, requestOverProduction } from '../api';
import { reportingText } from '../texts';

/** Asked now, or by somebody before: it waits for a decision either way. */
type Waiting = { readonly before: { readonly name: string; readonly at: string } | null };

const nothingToReload = async (): Promise<void> => undefined;

/**
 * Asks to make more than the order allows. Photos and voice of the report go up before it and stay with the report; the figures are not
 * touched. Resolves with whether a decision is on its way.
 */
export function useOverProduction(operationId: string): {
  readonly told: ToldWords | null;
  readonly ask: (asked: OverProductionAsked, media: readonly KeptMedia[], what: string) => Promise<boolean>;
} {
  const [onTheWay, setOnTheWay] = useState<ToldWords | null>(null);
  const { told, press } = useOnlinePress(nothingToReload);
  const ask = async (asked: OverProductionAsked, media: readonly KeptMedia[], what: string) => {
    const sent = await sendMedia(media, (left) =>
      setOnTheWay({ lamp: 'wait', title: reportingText('over_sending', { what: mediaWords(left) }), detail: '' }),
    );
    if (sent.kind !== 'there') {
      const { title, detail } = sent.kind === 'refused' ? { title: sent.reason, detail: '' } : explain(sent.failure);
      setOnTheWay({ lamp: 'wait', title: requestText('not_done'), detail: `${title} ${detail}`.trim() });
      return false;
    }
    setOnTheWay(null);
    const body = { ...asked, ...sent.ids };
    return press(
      JSON.stringify(body),
      async (key) => waitingOf(await requestOverProduction(operationId, body, key)),
      (waiting) => tellingOf(waiting, what),
    );
  };
  return { told: onTheWay ?? told, ask };
}

/** That somebody has asked already is no failure: what the person wants is under way. */
function waitingOf(answer: Answer<unknown>): Answer<Waiting> {
  if (answer.ok) return { ok: true, value: { before: null } };
  const { failure } = answer;
  if (failure.kind !== 'refused' || failure.code !== 'approval_already_requested') return answer;
  const { requestedBy, requestedAt } = failure.details;
  if (!isRecord(requestedBy) || typeof requestedBy.name !== 'string' || typeof requestedAt !== 'string') return answer;
  return { ok: true, value: { before: { name: requestedBy.name, at: requestedAt } } };
}

function tellingOf({ before }: Waiting, what: string): ToldWords {
  const title = before
    ? reportingText('over_asked_before', { name: before.name, at: shortMoment(before.at, serverNow()) })
    : reportingText('over_asked', { what });
  return { lamp: 'wait', title, detail: reportingText('over_asked_detail') };
}
