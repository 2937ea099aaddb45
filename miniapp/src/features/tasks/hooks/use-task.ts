import type { TaskDto } from '@contracts/api/workorders';
import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useMemo } from 'react';
import { useAcceptedCount, useOutbox } from '@/shared/offline/outbox';
import { type Remote, useRemote } from '@/shared/request/use-remote';
import { loadTask } from '../api';
import { keptTasks } from '../kept-tasks';
import { withPending } from '../with-pending';

/** One task as it stands with what this phone has not sent yet. Without a signal it is taken from the list as last seen. */
export function useTask(operationId: string): { readonly remote: Remote<TaskDto>; readonly task: TaskDto | null } {
  const ask = useCallback(() => loadTask(operationId), [operationId]);
  const remote = useRemote(ask, `task-${operationId}`);
  const queue = useOutbox();
  const acceptedCount = useAcceptedCount();
  const { reload, value } = remote;
  useDidShow(() => void reload());
  useEffect(() => {
    if (acceptedCount > 0) void reload();
  }, [acceptedCount, reload]);
  const known = value ?? keptTasks().find(({ operation }) => operation.id === operationId) ?? null;
  const task = useMemo(() => (known ? withPending(known, queue) : null), [known, queue]);
  return { remote, task };
}
