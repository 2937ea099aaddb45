import { useDidShow, useRouter } from '@tarojs/taro';
import { useCallback } from 'react';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { loadRecords } from '../../api';
import { ReportRecord } from '../../components/report-record';
import { VerdictRecord } from '../../components/verdict-record';
import { useRecordsText } from '../../texts';

/** The evidence of an operation or of an order: every report and verdict with its photos and its voice, newest first. */
export default function RecordsPage() {
  const t = useRecordsText();
  const ui = useUiText();
  const now = useNow();
  const { operationId, workOrderId = '' } = useRouter().params;
  const load = useCallback(() => loadRecords(operationId ? { operationId } : { workOrderId }), [operationId, workOrderId]);
  const { value, failure, reload } = useRemote(load);
  useDidShow(() => void reload());
  return (
    <Page title={t('title')}>
      {value?.map((record) =>
        record.kind === 'report' ? (
          <ReportRecord key={record.report.id} report={record.report} now={now} />
        ) : (
          <VerdictRecord key={record.inspection.id} inspection={record.inspection} now={now} />
        ),
      )}
      {value?.length === 0 ? <Notice id='no-records' lamp='idle' title={t('empty')} detail={t('empty_detail')} /> : null}
      {!value && failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={3} /> : null}
    </Page>
  );
}
