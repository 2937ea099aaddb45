import type { WorkReportDto } from '@contracts/api/reporting';
import { Text, View } from '@tarojs/components';
import { reasonText, useReportingText } from '@/features/reporting/texts';
import { MediaShown } from '@/shared/media/components/media-shown';
import { shortMoment } from '@/shared/time/show-time';
import { type Lamp, LampCard, LampTag } from '@/shared/ui/lamp';
import { useUiText } from '@/shared/ui/texts';
import { useRecordsText } from '../texts';

/** One row of the ledger: who, what, why scrapped, and the photos and the voice that came with it. */
export function ReportRecord({ report, now }: { readonly report: WorkReportDto; readonly now: Date }) {
  const t = useRecordsText();
  const reasonOf = useReportingText();
  const ui = useUiText();
  const values = { good: unsigned(report.goodQty), scrap: unsigned(report.scrapQty) };
  const words =
    report.kind === 'report' ? (report.scrapQty === '0' ? t('report', values) : t('report_scrap', values)) : t(report.kind, values);
  const reasons = report.scrap
    .map(({ reasonCode, qty }) => t('reason_qty', { reason: reasonText(reasonOf, reasonCode), qty: unsigned(qty) }))
    .join(ui('list_joined'));
  return (
    <LampCard lamp={lampOf(report)} id={`record-${report.id}`}>
      <View className='row'>
        <Text className='strong'>{words}</Text>
        <Text className='note'>{shortMoment(report.occurredAt, now)}</Text>
      </View>
      <View className='note break'>{t('where', { order: report.orderNo, item: report.itemName, operation: report.operationName })}</View>
      <View className='note'>{t('who', { name: report.person.name, no: report.reportNo })}</View>
      {reasons ? <View className='note'>{reasons}</View> : null}
      {report.reason ? <View className='note break'>{report.reason}</View> : null}
      {report.reversed ? <LampTag lamp='note'>{t('taken_back')}</LampTag> : null}
      {report.media.length > 0 ? (
        <View className='gap-top-small'>
          <MediaShown media={report.media} />
        </View>
      ) : null}
    </LampCard>
  );
}

/** A reversal's figures are negative in the ledger; its words say that it takes back. */
const unsigned = (qty: string): string => qty.replace(/^-/, '');

function lampOf({ kind, reversed, scrapQty }: WorkReportDto): Lamp {
  if (kind === 'reversal' || reversed) return 'note';
  return scrapQty === '0' ? 'run' : 'stop';
}
