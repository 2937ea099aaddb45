import type { NudgeReceiptDto } from '@contracts/api/team';
import type { TaskDto } from '@contracts/api/workorders';
import { get, post } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type MyTasks = { readonly items: readonly TaskDto[]; readonly serverTime: string };

export const loadMyTasks = (): Promise<Answer<MyTasks>> => get<MyTasks>('/my/tasks');

export const loadTask = (operationId: string): Promise<Answer<TaskDto>> => get<TaskDto>(`/operations/${operationId}`);

/** Asks whoever holds an operation to move. */
export const nudge = (operationId: string, key: string): Promise<Answer<NudgeReceiptDto>> =>
  post<NudgeReceiptDto>(`/operations/${operationId}/nudge`, {}, key);
