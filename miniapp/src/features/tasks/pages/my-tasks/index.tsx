import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { RoleBar } from '@/features/home/components/role-bar';
import { useSession } from '@/shared/auth/session';
import { open, restartAt } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Pressable } from '@/shared/ui/pressable';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { ConnectionLamp } from '../../components/connection-lamp';
import { TaskList } from '../../components/task-list';
import { Today } from '../../components/today';
import { useScan } from '../../hooks/use-scan';
import { useTasks } from '../../hooks/use-tasks';
import { useWorkTime } from '../../hooks/use-work-time';
import { useTaskText } from '../../texts';

/** The first page of a worker; without a session it leads to signing in. */
export default function MyTasksPage() {
  const signedIn = useSession() !== null;
  useEffect(() => {
    if (!signedIn) void restartAt('signIn');
  }, [signedIn]);
  return signedIn ? <MyTasks /> : null;
}

function MyTasks() {
  const t = useTaskText();
  const ui = useUiText();
  const now = useNow();
  const { remote, tasks } = useTasks();
  const scanning = useScan(tasks ?? [], open);
  const workTime = useWorkTime();
  const session = useSession();
  // Known without asking, so that a worker's first page waits for nothing.
  const earnsByThePiece = session?.person.roles.some((role) => role === 'worker' || role === 'leader') ?? false;
  const foot = (
    <>
      <Button id='scan' onPress={scanning.startScan}>
        <View className='icon-scan' aria-hidden />
        {t('scan')}
      </Button>
      <RoleBar here='mine' />
    </>
  );
  return (
    <Page title={t('title')} back={false} side={<ConnectionLamp now={now} />} foot={foot}>
      {earnsByThePiece ? <Today /> : null}
      <Told told={scanning.told ?? workTime.told} />
      {remote.keptFrom && remote.failure ? (
        <View className='note'>{t('kept_from', { time: shortMoment(remote.keptFrom, now) })}</View>
      ) : null}
      {tasks ? <TaskList tasks={tasks} now={now} onPress={workTime.press} /> : null}
      {tasks?.length === 0 ? <Notice id='no-tasks' lamp='idle' title={t('empty')} detail={t('empty_detail')} /> : null}
      {!tasks && remote.failure ? (
        <Notice lamp='wait' {...explain(remote.failure)} action={{ text: ui('try_again'), onPress: remote.reload }} />
      ) : null}
      {!tasks && !remote.failure ? <Skeleton cards={3} /> : null}
      <View className='row push-down'>
        <Pressable id='open-preferences' className='link note' onPress={() => void open('preferences')}>
          {t('preferences', { name: session?.person.name ?? '' })} ›
        </Pressable>
      </View>
    </Page>
  );
}
