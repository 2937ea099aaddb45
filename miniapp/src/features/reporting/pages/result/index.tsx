import type { ReportReceiptDto } from '@contracts/api/reporting';
import { useState } from 'react';
import { useSession } from '@/shared/auth/session';
import { restartAt } from '@/shared/navigation';
import { useReceiptOf } from '@/shared/offline/outbox';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { KeptResult } from '../../components/kept-result';
import { Receipt } from '../../components/receipt';
import { SetAside } from '../../components/set-aside';
import { lastResult } from '../../last-result';
import { useReportingText } from '../../texts';

export default function ResultPage() {
  const t = useReportingText();
  const personId = useSession()?.person.id ?? '';
  const [result] = useState(() => lastResult(personId));
  // What was kept when this page opened may have arrived since. The contract of POST /work-reports.
  const arrived = useReceiptOf(result?.key ?? '') as ReportReceiptDto | undefined;
  const receipt = result?.receipt ?? arrived;
  if (result && receipt && receipt.placed === false) return <SetAside result={result} receipt={receipt} />;
  if (result && receipt) return <Receipt result={result} receipt={receipt} />;
  if (result) return <KeptResult result={result} />;
  return (
    <Page title={t('result_title')}>
      <Notice
        lamp='idle'
        title={t('nothing_to_show')}
        detail={t('nothing_to_show_detail')}
        action={{ text: t('back_to_tasks'), onPress: () => restartAt('myTasks') }}
      />
    </Page>
  );
}
