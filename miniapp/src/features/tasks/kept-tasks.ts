import type { TaskDto } from '@contracts/api/workorders';
import { currentSession } from '@/shared/auth/session';
import { isRecord, readStored } from '@/shared/storage/device-storage';
import type { MyTasks } from './api';

/** The task list as this phone last saw it; empty when it never did. */
export function keptTasks(): readonly TaskDto[] {
  const personId = currentSession()?.person.id;
  const kept = readStored(
    `kept/${personId}/my-tasks`,
    (stored): stored is { value: MyTasks } => isRecord(stored) && isRecord(stored.value),
  );
  return kept?.value.items ?? [];
}
