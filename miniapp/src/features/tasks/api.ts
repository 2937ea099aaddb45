import type { TaskDto } from '@contracts/api/workorders';
import { get } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type MyTasks = { readonly items: readonly TaskDto[]; readonly serverTime: string };

export const loadMyTasks = (): Promise<Answer<MyTasks>> => get<MyTasks>('/my/tasks');

export const loadTask = (operationId: string): Promise<Answer<TaskDto>> => get<TaskDto>(`/operations/${operationId}`);
