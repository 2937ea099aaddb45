import { View } from '@tarojs/components';
import { useScan } from '@/features/tasks/hooks/use-scan';
import { keptTasks } from '@/features/tasks/kept-tasks';
import { mediaWords } from '@/shared/media/media-words';
import { open, replace } from '@/shared/navigation';
import { useEntry } from '@/shared/offline/outbox';
import { type QueuedWork, standsAside } from '@/shared/offline/queued-work';
import { useConnection } from '@/shared/request/connection';
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
  const entry = useEntry(result.key ?? '');
  const { reachable } = useConnection();
  const why = whyKept(entry, reachable);
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
      <BigNumber lamp={entry ? 'wait' : 'note'} good={result.facts.goodQty ?? '0'} scrap={result.facts.scrapQty ?? '0'} />
      <View className='strong break'>
        {result.facts.itemName} · {result.facts.operationName}
      </View>
      <LampTag lamp={entry ? 'wait' : 'note'}>{t(entry ? 'kept' : 'left_phone')}</LampTag>
      <View id='kept-detail' className='note'>
        {t(`kept_${why}_detail`)}
      </View>
      {entry && entry.media.length > 0 ? (
        <View id='media-progress' className='strong' role='status'>
          {mediaWords(entry.media)}
        </View>
      ) : null}
      <Told told={scanTold} />
    </Page>
  );
}

/** Why the server does not have it yet, in the order in which it matters to the person; `gone` when this phone cannot say any more. */
function whyKept(entry: QueuedWork | null, reachable: boolean): 'gone' | 'aside' | 'offline' | 'media' | 'slow' {
  if (!entry) return 'gone';
  if (standsAside(entry)) return 'aside';
  if (!reachable) return 'offline';
  return entry.media.some(({ mediaId }) => mediaId === null) ? 'media' : 'slow';
}
