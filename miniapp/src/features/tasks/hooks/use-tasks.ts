import type { TaskDto } from '@contracts/api/workorders';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useMemo } from 'react';
import { useAcceptedCount, useOutbox } from '@/shared/offline/outbox';
import { type Remote, useRemote } from '@/shared/request/use-remote';
import { loadMyTasks, type MyTasks } from '../api';
import { inWorkingOrder } from '../task-state';
import { withPending } from '../with-pending';

const ASK_AGAIN_MS = 30_000;

/** My tasks as the server knows them plus what this phone has not sent yet, kept up to date while the page is open. */
export function useTasks(): { readonly remote: Remote<MyTasks>; readonly tasks: readonly TaskDto[] | null } {
  const remote = useRemote(loadMyTasks, 'my-tasks');
  const queue = useOutbox();
  const acceptedCount = useAcceptedCount();
  const { reload, value } = remote;

  useDidShow(() => void reload());
  useEffect(() => {
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  useEffect(() => {
    if (acceptedCount > 0) void reload();
  }, [acceptedCount, reload]);

  const tasks = useMemo(() => (value ? inWorkingOrder(value.items.map((task) => withPending(task, queue))) : null), [value, queue]);
  return { remote, tasks };
}
