import { lasted, stopwatch } from '@/shared/time/show-time';
import { LampTag } from '@/shared/ui/lamp';
import { obstacleText } from '../obstacle-text';
import { lampOf, type TaskState } from '../task-state';
import { useTaskText } from '../texts';

export function StateTag({ state, now }: { readonly state: TaskState; readonly now: Date }) {
  const t = useTaskText();
  const words = (): string => {
    switch (state.kind) {
      case 'running':
        return state.since ? t('running', { stopwatch: stopwatch(state.since, now) }) : t('running_plain');
      case 'blocked': {
        const what = obstacleText(state.obstacle.code);
        return state.obstacle.since ? t('for_so_long', { what, lasted: lasted(state.obstacle.since, now) }) : what;
      }
      case 'paused':
        return t('paused');
      case 'startable':
        return t('startable');
      case 'finished':
        return t('finished');
    }
  };
  return <LampTag lamp={lampOf(state)}>{words()}</LampTag>;
}
