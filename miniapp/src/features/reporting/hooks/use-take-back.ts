import type { WorkReportDto } from '@contracts/api/reporting';
import type { OperationDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { keepAndSend } from '@/shared/offline/outbox';
import type { WorkFacts } from '@/shared/offline/queued-work';
import { refusalText } from '@/shared/request/explain';
import { serverNow } from '@/shared/time/clock';
import type { ToldWords } from '@/shared/ui/told';
import { reportingText } from '../texts';

export type CorrectionReceipt = { readonly reversal: WorkReportDto; readonly operation: OperationDto };

/** Takes a report back by an opposite entry (B-1.10). Both stay on record, so it needs no second question. */
export function useTakeBack(
  report: WorkReportDto,
  facts: WorkFacts,
): {
  readonly told: ToldWords | null;
  readonly done: boolean;
  readonly correction: CorrectionReceipt | null;
  readonly takeBack: () => Promise<void>;
} {
  const [told, setTold] = useState<ToldWords | null>(null);
  const [done, setDone] = useState(false);
  const [correction, setCorrection] = useState<CorrectionReceipt | null>(null);
  const takeBack = async () => {
    setTold(null);
    const outcome = await keepAndSend({
      kind: 'take_back',
      workOrderId: report.workOrderId,
      operationId: report.operationId,
      path: `/work-reports/${report.id}/correction`,
      body: { reason: reportingText('take_back_reason'), occurredAt: serverNow().toISOString() },
      facts,
    });
    setDone(outcome.kind === 'accepted' || outcome.kind === 'kept');
    switch (outcome.kind) {
      case 'accepted':
        // The contract of POST /work-reports/{id}/correction.
        setCorrection(outcome.receipt as CorrectionReceipt);
        setTold({ lamp: 'note', title: reportingText('taken_back', { no: report.reportNo }), detail: reportingText('taken_back_detail') });
        return;
      case 'kept':
        setTold({ lamp: 'wait', title: reportingText('take_back_kept'), detail: '' });
        return;
      case 'refused':
        setTold({
          lamp: 'stop',
          title: reportingText('take_back_refused'),
          detail: refusalText(outcome.refusal.code, outcome.refusal.details),
        });
        return;
      case 'not_kept':
        setTold({ lamp: 'stop', title: reportingText('not_kept'), detail: '' });
    }
  };
  return { told, done, correction, takeBack };
}
