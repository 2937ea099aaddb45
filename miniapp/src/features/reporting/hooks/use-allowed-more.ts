import type { TaskDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { useCallback, useState } from 'react';
import { useAgain } from '@/shared/time/use-again';

/**
 * Whether somebody has allowed more since it was asked for on this page: how much can be reported then, ten-thousandths of the unit; null
 * before. From `watch` on the task is looked at again and again. What the phone knew before that says nothing.
 */
export function useAllowedMore(
  live: TaskDto | null,
  reload: () => Promise<void>,
  ready: number,
): { readonly allowed: number | null; readonly watch: () => void } {
  const [since, setSince] = useState<TaskDto | null>(null);
  useAgain(useCallback(async () => (since ? reload() : undefined), [since, reload]));
  const now = since && live !== since ? parseQuantity(live?.operation.readyQty ?? '0') : null;
  return { allowed: now != null && now > ready ? now : null, watch: () => setSince(live) };
}
