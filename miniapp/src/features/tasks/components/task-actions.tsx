import type { TaskDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { View } from '@tarojs/components';
import { useMay } from '@/shared/auth/may';
import { open } from '@/shared/navigation';
import { Button } from '@/shared/ui/button';
import type { TaskState } from '../task-state';
import { useTaskText } from '../texts';

export type TaskPressKind = 'start' | 'pause' | 'resume' | 'ask_inspection';
export type TaskPress = (kind: TaskPressKind, task: TaskDto) => Promise<void>;
type TaskActionsProps = {
  readonly task: TaskDto;
  readonly state: TaskState;
  readonly onPress: TaskPress /** At the foot of a page, where the thumb is. */;
  readonly large?: boolean;
};

/** What can be done with a task now; what cannot be done is not here, the obstacle says why. */
export function TaskActions({ task, state, onPress, large = false }: TaskActionsProps) {
  const t = useTaskText();
  const canReport = task.blockedBy === null && (parseQuantity(task.operation.readyQty) ?? 0) > 0;
  const mayWork = useMay('reporting.start');
  const { id } = task.operation;
  const row = large ? 'actions-large' : 'actions';
  if (!mayWork) return null;
  switch (state.kind) {
    case 'running':
      return (
        <View className={row}>
          <Button id={`pause-${id}`} kind='quiet' small={!large} onPress={() => onPress('pause', task)}>
            {t('pause')}
          </Button>
          {canReport ? (
            <Button id={`report-${id}`} small={!large} wide onPress={() => open('report', { operationId: task.operation.id })}>
              {t('report')}
            </Button>
          ) : null}
        </View>
      );
    case 'paused':
      return (
        <View className={row}>
          <Button id={`resume-${id}`} small={!large} onPress={() => onPress('resume', task)}>
            {t('resume')}
          </Button>
        </View>
      );
    case 'startable':
      return (
        <View className={row}>
          <Button id={`start-${id}`} kind={large ? 'main' : 'side'} small={!large} onPress={() => onPress('start', task)}>
            {t('start')}
          </Button>
        </View>
      );
    case 'blocked':
      // After a failure somebody must ask again; before it the gate has asked by itself.
      return state.obstacle.code === 'first_article_failed' ? (
        <View className={row}>
          <Button
            id={`ask-inspection-${id}`}
            kind={large ? 'main' : 'quiet'}
            small={!large}
            onPress={() => onPress('ask_inspection', task)}
          >
            {t('ask_inspection')}
          </Button>
        </View>
      ) : null;
    case 'finished':
      return null;
  }
}
