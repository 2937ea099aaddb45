import type { TaskDto } from '@contracts/api/workorders';
import { Text, View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { lampOf, taskState } from '../task-state';
import { useTaskText } from '../texts';
import { operationNo } from '../work-facts';
import { ObstacleLine } from './obstacle-line';
import { Progress } from './progress';
import { StateTag } from './state-tag';
import { TaskActions, type TaskPress } from './task-actions';

type TaskCardProps = { readonly task: TaskDto; readonly now: Date; readonly onPress: TaskPress };

/** One task: a lamp, a line of state, a title, a line of facts, at most two actions. */
export function TaskCard({ task, now, onPress }: TaskCardProps) {
  const t = useTaskText();
  const state = taskState(task);
  const { operation, item, workOrder } = task;
  const prominent = state.kind === 'running';
  const name = `${item.name} · ${operation.name}`;
  const place = [operation.station?.name, item.drawing ? t('drawing', { drawing: item.drawing }) : null].filter(Boolean).join(' · ');
  return (
    <LampCard lamp={lampOf(state)} id={`task-${operation.id}`}>
      <Pressable label={name} onPress={() => void open('task', { operationId: operation.id })}>
        <View className='row'>
          <StateTag state={state} now={now} />
          <Text className='note'>{operationNo(task)}</Text>
        </View>
        <View className={`${prominent ? 'title' : 'strong'} gap-top-small break`}>{name}</View>
        {prominent ? (
          <View className='note'>{place}</View>
        ) : (
          <View className='note'>
            {t('quantity_due', { qty: operation.targetQty, unit: item.unit.name, due: shortMoment(workOrder.dueAt, now) })}
            {workOrder.late ? <Text className='text-stop'> ■ {t('late')}</Text> : null}
          </View>
        )}
      </Pressable>
      {prominent ? <Progress task={task} /> : null}
      <ObstacleLine task={task} now={now} />
      <TaskActions task={task} state={state} onPress={onPress} />
    </LampCard>
  );
}
