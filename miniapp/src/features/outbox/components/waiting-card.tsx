import { Text, View } from '@tarojs/components';
import type { QueuedWork } from '@/shared/offline/queued-work';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard } from '@/shared/ui/lamp';
import { useOutboxText } from '../texts';
import { workWords } from '../work-words';

export function WaitingCard({ work, now }: { readonly work: QueuedWork; readonly now: Date }) {
  const t = useOutboxText();
  const time = shortMoment(work.pressedAt, now);
  return (
    <LampCard lamp='idle' id={`waiting-${work.key}`}>
      <View className='row'>
        <Text className='strong'>{workWords(work)}</Text>
        <Text className='note'>{work.attempts > 0 ? t('tried', { time, count: work.attempts }) : t('waits', { time })}</Text>
      </View>
      <View className='note'>{t('what', { item: work.facts.itemName, operation: work.facts.operationName })}</View>
    </LampCard>
  );
}
