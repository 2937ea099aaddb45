import type { TaskDto } from '@contracts/api/workorders';
import type { Lamp } from '@/shared/ui/lamp';

type Obstacle = NonNullable<TaskDto['blockedBy']>;

/** Where a task stands for the person who looks at it. */
export type TaskState =
  | { readonly kind: 'running'; readonly since: string | null }
  | { readonly kind: 'blocked'; readonly obstacle: Obstacle }
  | { readonly kind: 'paused' }
  | { readonly kind: 'startable' }
  | { readonly kind: 'finished' };

export function taskState({ operation, mine, blockedBy }: TaskDto): TaskState {
  if (operation.status === 'finished') return { kind: 'finished' };
  if (mine) return { kind: 'running', since: operation.runningSince };
  if (blockedBy) return { kind: 'blocked', obstacle: blockedBy };
  return { kind: operation.status === 'on_hold' ? 'paused' : 'startable' };
}

/** What has gone wrong is red; what only takes somebody's time is amber. */
export function lampOf(state: TaskState): Lamp {
  switch (state.kind) {
    case 'running':
      return 'run';
    case 'blocked':
      return /_failed$|^order_/.test(state.obstacle.code) ? 'stop' : 'wait';
    case 'paused':
    case 'startable':
    case 'finished':
      return 'idle';
  }
}

/** What I do first, then what stands still at a gate, what can be done now, and last what waits for others; within each, what is due first. */
export function inWorkingOrder(tasks: readonly TaskDto[]): TaskDto[] {
  return [...tasks].sort((a, b) => rank(a) - rank(b) || Date.parse(a.workOrder.dueAt) - Date.parse(b.workOrder.dueAt));
}

/** Whether there is nothing to do about it here: the pieces have yet to come from the operation before. */
export function waitsForPieces(task: TaskDto): boolean {
  const state = taskState(task);
  return state.kind === 'blocked' && state.obstacle.code === 'nothing_ready';
}

function rank(task: TaskDto): number {
  switch (taskState(task).kind) {
    case 'running':
      return 0;
    case 'blocked':
      return waitsForPieces(task) ? 3 : 1;
    case 'paused':
    case 'startable':
      return 2;
    case 'finished':
      return 4;
  }
}
