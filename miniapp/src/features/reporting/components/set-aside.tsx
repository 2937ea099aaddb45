import type { ReportReceiptDto } from '@contracts/api/reporting';
import { Text, View } from '@tarojs/components';
import { open, restartAt } from '@/shared/navigation';
import { timeOfDay, timeOfDayWithSeconds } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { Page } from '@/shared/ui/page';
import type { ReportResult } from '../last-result';
import { useReportingText } from '../texts';
import { BigNumber } from './big-number';

/** The server has it, but its order was over: it is on record and a leader looks at it. Nothing pretends that it counts (B-11.5). */
export function SetAside({ result, receipt }: { readonly result: ReportResult; readonly receipt: ReportReceiptDto }) {
  const t = useReportingText();
  const { report } = receipt;
  const foot = (
    <>
      <Button id='see-outbox' kind='quiet' onPress={() => open('outbox')}>
        {t('see_outbox')}
      </Button>
      <Button id='go-on' wide onPress={() => restartAt('myTasks')}>
        {t('back_to_tasks')}
      </Button>
    </>
  );
  return (
    <Page title='' middle side={<Text>{timeOfDay(report.receivedAt)}</Text>} foot={foot}>
      <BigNumber lamp='wait' good={report.goodQty} scrap={report.scrapQty} />
      <View className='strong' id='set-aside'>
        {t('set_aside')}
      </View>
      <View className='break'>
        {result.facts.itemName} · {result.facts.operationName}
      </View>
      <View className='note'>{t('received', { time: timeOfDayWithSeconds(report.receivedAt), no: report.reportNo })}</View>
      <View className='note break'>{t('set_aside_detail', { good: report.goodQty, scrap: report.scrapQty, no: report.reportNo })}</View>
    </Page>
  );
}
