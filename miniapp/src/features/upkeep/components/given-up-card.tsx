import type { GivenUpDto } from '@contracts/api/ops';
import { Text, View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useUiText } from '@/shared/ui/texts';
import { useUpkeepText } from '../texts';

type GivenUpCardProps = { readonly entry: GivenUpDto; readonly now: Date; readonly onAgain: () => unknown };

/** One thing that happened and what did not follow from it, in the names of the log, which is where the cause is looked for. */
export function GivenUpCard({ entry, now, onAgain }: GivenUpCardProps) {
  const t = useUpkeepText();
  const ui = useUiText();
  const { entryId, command, at, facts, failedSince, subject, subscribers, tries, why } = entry;
  return (
    <LampCard lamp='stop' id={`entry-${entryId}`}>
      <View className='row'>
        <LampTag lamp='stop'>{facts.join(ui('list_joined'))}</LampTag>
        <Text className='note'>{shortMoment(at, now)}</Text>
      </View>
      <View className='strong gap-top-small break'>{t('stuck_at', { subscribers: subscribers.join(ui('list_joined')) })}</View>
      <View className='note break'>{t('since', { at: shortMoment(failedSince ?? at, now), count: tries })}</View>
      <View className='note break'>{t('why', { why })}</View>
      <View className='note break'>{[command, subject].join(' · ')}</View>
      <View className='actions'>
        <Button kind='side' small id={`again-${entryId}`} onPress={onAgain}>
          {t('again')}
        </Button>
      </View>
    </LampCard>
  );
}
