import type { TaskDto } from '@contracts/api/workorders';
import { formatQuantity, parseQuantity } from '@contracts/quantity';
import { type QueuedWork, standsAside } from '@/shared/offline/queued-work';

/**
 * A task as it will stand once this phone's own presses have arrived, so that a worker without a signal can start, report and go on.
 * Entries that were refused, or whose photo was, count for nothing.
 */
export function withPending(task: TaskDto, queue: readonly QueuedWork[]): TaskDto {
  return queue.filter((work) => work.operationId === task.operation.id && !standsAside(work)).reduce(apply, task);
}

function apply(task: TaskDto, work: QueuedWork): TaskDto {
  switch (work.kind) {
    case 'start':
    case 'resume':
      return { ...task, mine: true, operation: { ...task.operation, status: 'running', runningSince: work.pressedAt } };
    case 'pause':
      return { ...task, mine: false, operation: { ...task.operation, status: 'on_hold', runningSince: null } };
    case 'report':
      return reported(task, parseQuantity(work.facts.goodQty ?? '0') ?? 0, parseQuantity(work.facts.scrapQty ?? '0') ?? 0);
    case 'take_back':
    case 'ask_inspection':
      // What comes of these is for the server to say (B-1.10).
      return task;
  }
}

function reported(task: TaskDto, good: number, scrap: number): TaskDto {
  const { operation } = task;
  return {
    ...task,
    operation: {
      ...operation,
      goodQty: formatQuantity((parseQuantity(operation.goodQty) ?? 0) + good),
      scrapQty: formatQuantity((parseQuantity(operation.scrapQty) ?? 0) + scrap),
      readyQty: formatQuantity(Math.max(0, (parseQuantity(operation.readyQty) ?? 0) - good - scrap)),
    },
  };
}
