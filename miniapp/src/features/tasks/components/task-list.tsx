import type { TaskDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { Pressable } from '@/shared/ui/pressable';
import { waitsForPieces } from '../task-state';
import { useTaskText } from '../texts';
import type { TaskPress } from './task-actions';
import { TaskCard } from './task-card';

type TaskListProps = { readonly tasks: readonly TaskDto[]; readonly now: Date; readonly onPress: TaskPress };

/** The tasks, with those that only wait for pieces folded away: there is nothing to do about them here. */
export function TaskList({ tasks, now, onPress }: TaskListProps) {
  const t = useTaskText();
  const [unfolded, setUnfolded] = useState(false);
  const folded = unfolded ? [] : tasks.filter(waitsForPieces);
  return (
    <>
      {tasks.map((task) => (folded.includes(task) ? null : <TaskCard key={task.operation.id} task={task} now={now} onPress={onPress} />))}
      {folded.length > 0 ? (
        <Pressable id='unfold' className='chip' onPress={() => setUnfolded(true)}>
          {t('waiting_further', { count: folded.length })} ›
        </Pressable>
      ) : null}
    </>
  );
}
