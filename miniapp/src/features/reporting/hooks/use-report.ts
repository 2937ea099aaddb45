import type { ReportReceiptDto } from '@contracts/api/reporting';
import type { TaskDto } from '@contracts/api/workorders';
import { formatQuantity } from '@contracts/quantity';
import { useRef, useState } from 'react';
import { workFacts } from '@/features/tasks/work-facts';
import { currentSession } from '@/shared/auth/session';
import type { Attached } from '@/shared/media/use-attached';
import { replace } from '@/shared/navigation';
import { dismiss, keepAndSend } from '@/shared/offline/outbox';
import type { WorkRefusal } from '@/shared/offline/queued-work';
import { refusalText } from '@/shared/request/explain';
import { serverNow } from '@/shared/time/clock';
import type { ToldWords } from '@/shared/ui/told';
import { keepResult } from '../last-result';
import { readyAfterRefusal } from '../ready-after-refusal';
import { goodQty, type ReportDraft, scrapTotal } from '../report-draft';
import { reportingText } from '../texts';

/**
 * Reports a draft with what is attached to it: kept on the phone, sent, and on to the result; a refusal is told on the page, where figures,
 * photos and voice still are, and answered.
 */
export function useReport(attached: Attached): {
  readonly told: ToldWords | null;
  readonly report: (task: TaskDto, draft: ReportDraft) => Promise<WorkRefusal | null>;
} {
  const [told, setTold] = useState<ToldWords | null>(null);
  const refusedKey = useRef<string | null>(null);
  const report = async (task: TaskDto, draft: ReportDraft) => {
    setTold(null);
    // The new press takes the place of the one that was refused here.
    if (refusedKey.current) dismiss(refusedKey.current);
    refusedKey.current = null;
    const facts = { ...workFacts(task), goodQty: formatQuantity(goodQty(draft)), scrapQty: formatQuantity(scrapTotal(draft)) };
    const kept = keepAndSend({
      kind: 'report',
      workOrderId: task.workOrder.id,
      operationId: task.operation.id,
      path: '/work-reports',
      body: reportBody(task, draft),
      facts,
      media: attached.items,
    });
    attached.handOver();
    const outcome = await kept;
    if (outcome.kind === 'accepted' || outcome.kind === 'kept') attached.done();
    else attached.takeBack();
    switch (outcome.kind) {
      case 'refused':
        refusedKey.current = outcome.key;
        setTold(tellingOf(outcome.refusal));
        return outcome.refusal;
      case 'not_kept':
        setTold({ lamp: 'stop', title: reportingText('not_kept'), detail: reportingText('not_kept_detail') });
        return null;
      case 'accepted':
      case 'kept':
        keepResult({
          personId: currentSession()?.person.id ?? '',
          workOrderId: task.workOrder.id,
          facts,
          unit: task.item.unit.name,
          key: outcome.kind === 'kept' ? outcome.key : null,
          // The contract of POST /work-reports.
          receipt: outcome.kind === 'accepted' ? (outcome.receipt as ReportReceiptDto) : null,
        });
        await replace('result');
        return null;
    }
  };
  return { told, report };
}

function tellingOf(refusal: WorkRefusal): ToldWords {
  const reason = refusalText(refusal.code, refusal.details);
  const next = readyAfterRefusal(refusal) === null ? 'refused_detail' : 'refused_limited';
  return { lamp: 'stop', title: reportingText('refused'), detail: reportingText(next, { reason }) };
}

function reportBody(task: TaskDto, draft: ReportDraft): Record<string, unknown> {
  return {
    operationId: task.operation.id,
    goodQty: formatQuantity(goodQty(draft)),
    scrap: draft.scrap.filter(({ qty }) => qty !== '0').map(({ reason, qty }) => ({ reasonCode: reason, qty: qty.replace(/\.$/, '') })),
    occurredAt: serverNow().toISOString(),
  };
}
