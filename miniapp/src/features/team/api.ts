import type { PersonDto } from '@contracts/api/identity';
import type { TeamNowDto } from '@contracts/api/team';
import type { OperationDto, TaskDto } from '@contracts/api/workorders';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type Team = {
  readonly busy: TeamNowDto['items'];
  readonly workers: readonly PersonDto[];
  /** Pieces lie ready, nobody is at it, nobody was named. */
  readonly open: readonly TaskDto[];
};

/** Who is on what, who is on nothing, and what nobody has been given. */
export async function loadTeam(): Promise<Answer<Team>> {
  const now = await get<TeamNowDto>('/team/now');
  if (!now.ok) return now;
  const people = await get<{ items: readonly PersonDto[] }>(withQuery('/people', { role: 'worker' }));
  if (!people.ok) return people;
  const tasks = await get<{ items: readonly TaskDto[] }>('/my/tasks');
  if (!tasks.ok) return tasks;
  const open = tasks.value.items.filter(
    ({ operation, blockedBy }) => blockedBy === null && operation.assignedTo.length === 0 && operation.status !== 'running',
  );
  return { ok: true, value: { busy: now.value.items, workers: people.value.items, open } };
}

export const dispatchTo = (operationId: string, personId: string, key: string): Promise<Answer<OperationDto>> =>
  post<OperationDto>(`/operations/${operationId}/dispatch`, { personIds: [personId] }, key);
