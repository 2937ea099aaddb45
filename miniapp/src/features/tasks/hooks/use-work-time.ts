import type { TaskDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { keepAndSend } from '@/shared/offline/outbox';
import { refusalText } from '@/shared/request/explain';
import { serverNow } from '@/shared/time/clock';
import type { ToldWords } from '@/shared/ui/told';
import type { TaskPressKind } from '../components/task-actions';
import { taskText } from '../texts';
import { workFacts } from '../work-facts';

/** Start, pause, resume, and asking for the inspector: kept on the phone first, then sent. What came of the last press is told until the next. */
export function useWorkTime(): {
  readonly told: ToldWords | null;
  readonly press: (kind: TaskPressKind, task: TaskDto) => Promise<void>;
} {
  const [told, setTold] = useState<ToldWords | null>(null);
  const press = async (kind: TaskPressKind, task: TaskDto) => {
    setTold(null);
    const outcome = await keepAndSend({
      kind,
      workOrderId: task.workOrder.id,
      operationId: task.operation.id,
      ...(kind === 'ask_inspection' ? askInspection(task) : workTime(kind, task)),
      facts: workFacts(task),
    });
    setTold(tellingOf(outcome));
  };
  return { told, press };
}

function workTime(kind: 'start' | 'pause' | 'resume', { operation }: TaskDto) {
  return { path: `/operations/${operation.id}/${kind}`, body: { occurredAt: serverNow().toISOString() } };
}

function askInspection({ operation }: TaskDto) {
  return { path: '/inspections', body: { operationId: operation.id, kind: 'first_article' } };
}

function tellingOf(outcome: Awaited<ReturnType<typeof keepAndSend>>): ToldWords | null {
  switch (outcome.kind) {
    case 'accepted':
      return null;
    case 'refused':
      return { lamp: 'stop', title: taskText('refused'), detail: refusalText(outcome.refusal.code, outcome.refusal.details) };
    case 'kept':
      return { lamp: 'wait', title: taskText('kept_on_phone'), detail: taskText('kept_on_phone_detail') };
    case 'not_kept':
      return { lamp: 'stop', title: taskText('phone_full'), detail: taskText('phone_full_detail') };
  }
}
