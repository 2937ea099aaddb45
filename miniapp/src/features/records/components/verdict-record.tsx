import type { InspectionDto } from '@contracts/api/quality';
import { Text, View } from '@tarojs/components';
import { MediaShown } from '@/shared/media/components/media-shown';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useRecordsText } from '../texts';

/** One verdict: of whom, why, and the photos that show it. */
export function VerdictRecord({ inspection, now }: { readonly inspection: InspectionDto; readonly now: Date }) {
  const t = useRecordsText();
  const passed = inspection.state === 'passed';
  const lamp = passed ? 'run' : 'stop';
  return (
    <LampCard lamp={lamp} id={`record-${inspection.id}`}>
      <View className='row'>
        <LampTag lamp={lamp}>{t(`${passed ? 'passed' : 'failed'}_${inspection.kind}`)}</LampTag>
        <Text className='note'>{shortMoment(inspection.decidedAt ?? inspection.openedAt, now)}</Text>
      </View>
      {inspection.reason ? <View className='strong gap-top-small break'>{inspection.reason}</View> : null}
      <View className='note break'>
        {t('where', { order: inspection.orderNo, item: inspection.itemName, operation: inspection.operationName })}
      </View>
      <View className='note'>{inspection.decidedBy?.name ?? ''}</View>
      {inspection.media.length > 0 ? (
        <View className='gap-top-small'>
          <MediaShown media={inspection.media} />
        </View>
      ) : null}
    </LampCard>
  );
}
