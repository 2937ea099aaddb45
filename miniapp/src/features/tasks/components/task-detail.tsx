import type { TaskDto } from '@contracts/api/workorders';
import { View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard, LampWord } from '@/shared/ui/lamp';
import { lampOf, taskState } from '../task-state';
import { useTaskText } from '../texts';
import { ObstacleLine } from './obstacle-line';
import { Progress } from './progress';
import { StateTag } from './state-tag';

/** Everything about one operation that matters at the machine. */
export function TaskDetail({ task, now }: { readonly task: TaskDto; readonly now: Date }) {
  const t = useTaskText();
  const state = taskState(task);
  const { operation, item, workOrder } = task;
  const lines = [
    operation.station?.name,
    item.drawing ? t('drawing', { drawing: item.drawing }) : null,
    t('planned_due', { due: shortMoment(workOrder.dueAt, now) }),
  ].filter(Boolean);
  return (
    <LampCard lamp={lampOf(state)} id='task-detail'>
      <StateTag state={state} now={now} />
      <View className='title gap-top-small break'>
        {item.name} · {operation.name}
      </View>
      <View className='note'>
        {lines.join(' · ')} {workOrder.late ? <LampWord lamp='stop'>{t('late')}</LampWord> : null}
      </View>
      <Progress task={task} />
      <ObstacleLine task={task} now={now} />
    </LampCard>
  );
}
