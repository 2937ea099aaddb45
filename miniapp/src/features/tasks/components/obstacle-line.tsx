import type { TaskDto } from '@contracts/api/workorders';
import { View } from '@tarojs/components';
import { refusalText } from '@/shared/request/explain';
import { lasted } from '@/shared/time/show-time';
import { LampWord } from '@/shared/ui/lamp';
import { useUiText } from '@/shared/ui/texts';
import { obstacleText } from '../obstacle-text';
import { useTaskText } from '../texts';
import { NudgeLink } from './nudge-link';

/** What cannot be done says who holds it and since when. */
export function ObstacleLine({ task, now }: { readonly task: TaskDto; readonly now: Date }) {
  const t = useTaskText();
  const ui = useUiText();
  const { blockedBy, mine } = task;
  if (!blockedBy) return null;
  const names = blockedBy.holders.map(({ name }) => name).join(ui('list_joined'));
  const what = obstacleText(blockedBy.code);
  return (
    <View className='col gap-top-small'>
      {mine ? (
        <LampWord lamp='wait'>{blockedBy.since ? t('for_so_long', { what, lasted: lasted(blockedBy.since, now) }) : what}</LampWord>
      ) : null}
      <View className='note'>{names ? t('holder', { names }) : refusalText(blockedBy.code, blockedBy.details)}</View>
      {names ? <NudgeLink operationId={task.operation.id} /> : null}
    </View>
  );
}
