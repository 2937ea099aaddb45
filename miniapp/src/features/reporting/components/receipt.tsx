import type { ReportReceiptDto } from '@contracts/api/reporting';
import { Text, View } from '@tarojs/components';
import { useScan } from '@/features/tasks/hooks/use-scan';
import { keptTasks } from '@/features/tasks/kept-tasks';
import { MediaShown } from '@/shared/media/components/media-shown';
import { showYuan } from '@/shared/money/show-yuan';
import { replace } from '@/shared/navigation';
import { timeOfDay, timeOfDayWithSeconds } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { Page } from '@/shared/ui/page';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { usePayOfReport } from '../hooks/use-pay-of-report';
import { useTakeBack } from '../hooks/use-take-back';
import type { ReportResult } from '../last-result';
import { reasonText, useReportingText } from '../texts';
import { BigNumber } from './big-number';

/** The server has it: its time, its number, where the operation stands now, and a way back. */
export function Receipt({ result, receipt }: { readonly result: ReportResult; readonly receipt: ReportReceiptDto }) {
  const t = useReportingText();
  const ui = useUiText();
  const { told: scanTold, startScan } = useScan(keptTasks(), replace);
  const { report } = receipt;
  const { told, done, correction, takeBack } = useTakeBack(report, result.facts);
  // A receipt that an older version of the app has kept has none.
  const media = report.media ?? [];
  const operation = correction?.operation ?? receipt.operation;
  const pay = usePayOfReport(correction?.reversal.id ?? report.id);
  const reasons = report.scrap.map(({ reasonCode }) => reasonText(t, reasonCode)).join(ui('list_joined'));
  const foot = (
    <>
      {done ? null : (
        <Button id='take-back' kind='quiet' onPress={takeBack}>
          {t('take_back')}
        </Button>
      )}
      <Button id='go-on' wide onPress={startScan}>
        {t('go_on')}
      </Button>
    </>
  );
  return (
    <Page title='' middle side={<Text>{timeOfDay(report.receivedAt)}</Text>} foot={foot}>
      {done ? null : <BigNumber lamp='run' good={report.goodQty} scrap={report.scrapQty} />}
      <Told told={told ?? scanTold} />
      <View className='strong break'>
        {result.facts.itemName} · {result.facts.operationName}
      </View>
      <View className='note'>{t('received', { time: timeOfDayWithSeconds(report.receivedAt), no: report.reportNo })}</View>
      <View className='card result-card'>
        <View className='row'>
          <Text className='note'>{t('this_operation')}</Text>
          <Text className='strong'>{t('of_target', { good: operation.goodQty, target: operation.targetQty })}</Text>
        </View>
        {report.scrap.length > 0 ? (
          <>
            <View className='rule' />
            <View className='row'>
              <Text className='note'>{t('scrap_line', { qty: report.scrapQty, unit: result.unit, reasons })}</Text>
              <Text className='note'>{correction ? t('scrap_taken_back') : t('scrap_recorded')}</Text>
            </View>
          </>
        ) : null}
        {media.length > 0 ? (
          <>
            <View className='rule' />
            <MediaShown media={media} />
          </>
        ) : null}
        <View className='rule' />
        <View className='row'>
          <Text className='note'>{t('pay_today')}</Text>
          <Text className={pay ? 'strong' : 'note'}>{pay ? showYuan(pay) : t('pay_coming')}</Text>
        </View>
      </View>
    </Page>
  );
}
