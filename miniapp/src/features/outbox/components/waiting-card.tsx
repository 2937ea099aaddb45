import { Text, View } from '@tarojs/components';
import { mediaWords } from '@/shared/media/media-words';
import { useSentBytes } from '@/shared/offline/outbox';
import type { QueuedWork } from '@/shared/offline/queued-work';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard } from '@/shared/ui/lamp';
import { Track } from '@/shared/ui/track';
import { useOutboxText } from '../texts';
import { workWords } from '../work-words';

export function WaitingCard({ work, now }: { readonly work: QueuedWork; readonly now: Date }) {
  const t = useOutboxText();
  const time = shortMoment(work.pressedAt, now);
  const what = t('what', { item: work.facts.itemName, operation: work.facts.operationName });
  return (
    <LampCard lamp='idle' id={`waiting-${work.key}`}>
      <View className='row'>
        <Text className='strong'>{workWords(work)}</Text>
        <Text className='note'>{work.attempts > 0 ? t('tried', { time, count: work.attempts }) : t('waits', { time })}</Text>
      </View>
      <View className='note'>{work.media.length > 0 ? `${what} · ${mediaWords(work.media)}` : what}</View>
      <SentSoFar work={work} />
    </LampCard>
  );
}

/** How much of the photos and the voice note is at the server; nothing before the first byte is. */
function SentSoFar({ work }: { readonly work: QueuedWork }) {
  const sent = useSentBytes();
  const all = work.media.reduce((sum, { bytes }) => sum + bytes, 0);
  const there = work.media.reduce((sum, { id, bytes, mediaId }) => sum + (mediaId === null ? (sent[id] ?? 0) : bytes), 0);
  if (there === 0) return null;
  return (
    <View className='gap-top-small'>
      <Track parts={[{ share: there / all, tone: 'wait' }]} />
    </View>
  );
}
