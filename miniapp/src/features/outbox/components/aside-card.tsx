import type { UnplacedReportDto } from '@contracts/api/reporting';
import { Text, View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useOutboxText } from '../texts';

/** Work that the server has and could not place: where it stands with the leader. */
export function AsideCard({ report, now }: { readonly report: UnplacedReportDto; readonly now: Date }) {
  const t = useOutboxText();
  const { goodQty, scrapQty, reportNo, state, resolvedBy, resolution } = report;
  const settled = state === 'resolved';
  return (
    <LampCard lamp={settled ? 'idle' : 'wait'} id={`aside-${report.id}`}>
      <View className='row'>
        <LampTag lamp={settled ? 'idle' : 'wait'}>
          {settled ? t('aside_resolved', { name: resolvedBy?.name ?? '', resolution: resolution ?? '' }) : t('aside_open')}
        </LampTag>
        <Text className='note'>{shortMoment(report.occurredAt, now)}</Text>
      </View>
      <View className='strong gap-top-small break'>{t('aside_what', { good: goodQty, scrap: scrapQty, no: reportNo })}</View>
      <View className='note break'>
        {report.orderNo} · {t('what', { item: report.itemName, operation: report.operationName })}
      </View>
    </LampCard>
  );
}
