import { Text } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { explain } from '@/shared/request/explain';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { TaskActions } from '../../components/task-actions';
import { TaskDetail } from '../../components/task-detail';
import { useTask } from '../../hooks/use-task';
import { useWorkTime } from '../../hooks/use-work-time';
import { taskState } from '../../task-state';
import { useTaskText } from '../../texts';
import { operationNo } from '../../work-facts';

/** What a scanned travel card opens: one operation, and the one thing to do with it. */
export default function TaskPage() {
  const t = useTaskText();
  const ui = useUiText();
  const now = useNow();
  const { remote, task } = useTask(useRouter().params.operationId ?? '');
  const workTime = useWorkTime();
  const state = task ? taskState(task) : null;
  const foot =
    task && state && state.kind !== 'blocked' && state.kind !== 'finished' ? (
      <TaskActions task={task} state={state} onPress={workTime.press} large />
    ) : null;
  return (
    <Page title={t('task')} side={task ? <Text>{operationNo(task)}</Text> : null} foot={foot}>
      <Told told={workTime.told} />
      {task ? <TaskDetail task={task} now={now} /> : null}
      {task && remote.keptFrom && remote.failure ? (
        <Text className='note'>{t('kept_from', { time: shortMoment(remote.keptFrom, now) })}</Text>
      ) : null}
      {!task && remote.failure ? (
        <Notice lamp='wait' {...explain(remote.failure)} action={{ text: ui('try_again'), onPress: remote.reload }} />
      ) : null}
      {!task && !remote.failure ? <Skeleton cards={1} /> : null}
    </Page>
  );
}
