import type { TaskDto } from '@contracts/api/workorders';
import { parseScanCode } from '@contracts/scan-code';
import { useState } from 'react';
import type { PageName } from '@/shared/navigation';
import { scan } from '@/shared/scan/scan';
import type { ToldWords } from '@/shared/ui/told';
import { taskState } from '../task-state';
import { taskText } from '../texts';

type Go = (page: PageName, params: Readonly<Record<string, string>>) => Promise<void>;
type Scan = { readonly told: ToldWords | null; readonly startScan: () => Promise<void> };

/**
 * Scanning a travel card leads to its task: an operation's code to that operation, an order's code to the first of mine that can go on.
 * What I am at work on leads straight to reporting it: one scan and one tap begin, one scan and one tap report. `go` is how: on top of a
 * list, in place of a result.
 */
export function useScan(tasks: readonly TaskDto[], go: Go): Scan {
  const [told, setTold] = useState<ToldWords | null>(null);
  const startScan = async () => {
    setTold(null);
    const scanned = await scan({ aim: taskText('scan_aim'), cancel: taskText('scan_cancel') });
    if (scanned.kind === 'cancelled') return;
    if (scanned.kind === 'no_camera') {
      setTold({ lamp: 'wait', title: taskText('scan_no_camera'), detail: taskText('scan_no_camera_detail') });
      return;
    }
    const target = operationBehind(scanned.text, tasks);
    if (target.kind === 'operation')
      await go(isRunning(target.operationId, tasks) ? 'report' : 'task', { operationId: target.operationId });
    else setTold(tellingOf(target.kind));
  };
  return { told, startScan };
}

type Behind = { readonly kind: 'operation'; readonly operationId: string } | { readonly kind: 'foreign' } | { readonly kind: 'not_mine' };

function operationBehind(text: string, tasks: readonly TaskDto[]): Behind {
  const code = parseScanCode(text);
  if (!code) return { kind: 'foreign' };
  if (code.kind === 'operation') return { kind: 'operation', operationId: code.id };
  const ofOrder = tasks.filter(({ workOrder }) => workOrder.id === code.id);
  const next = ofOrder.find((task) => taskState(task).kind !== 'blocked') ?? ofOrder[0];
  return next ? { kind: 'operation', operationId: next.operation.id } : { kind: 'not_mine' };
}

function isRunning(operationId: string, tasks: readonly TaskDto[]): boolean {
  const task = tasks.find(({ operation }) => operation.id === operationId);
  return task !== undefined && taskState(task).kind === 'running';
}

function tellingOf(kind: 'foreign' | 'not_mine'): ToldWords {
  return kind === 'foreign'
    ? { lamp: 'stop', title: taskText('scan_foreign'), detail: taskText('scan_foreign_detail') }
    : { lamp: 'wait', title: taskText('scan_not_mine'), detail: taskText('scan_not_mine_detail') };
}
