import { View } from '@tarojs/components';
import { useScan } from '@/features/tasks/hooks/use-scan';
import { keptTasks } from '@/features/tasks/kept-tasks';
import { open, replace } from '@/shared/navigation';
import { Button } from '@/shared/ui/button';
import { LampTag } from '@/shared/ui/lamp';
import { Page } from '@/shared/ui/page';
import { Told } from '@/shared/ui/told';
import type { ReportResult } from '../last-result';
import { useReportingText } from '../texts';
import { BigNumber } from './big-number';

/** The phone has it and the server does not: said so, and never called done. */
export function KeptResult({ result }: { readonly result: ReportResult }) {
  const t = useReportingText();
  const { told: scanTold, startScan } = useScan(keptTasks(), replace);
  const foot = (
    <>
      <Button kind='quiet' onPress={() => open('outbox')}>
        {t('see_outbox')}
      </Button>
      <Button id='go-on' wide onPress={startScan}>
        {t('go_on')}
      </Button>
    </>
  );
  return (
    <Page title='' middle foot={foot}>
      <BigNumber lamp='wait' good={result.facts.goodQty ?? '0'} scrap={result.facts.scrapQty ?? '0'} />
      <View className='strong break'>
        {result.facts.itemName} · {result.facts.operationName}
      </View>
      <LampTag lamp='wait'>{t('kept')}</LampTag>
      <View className='note'>{t('kept_detail')}</View>
      <Told told={scanTold} />
    </Page>
  );
}
