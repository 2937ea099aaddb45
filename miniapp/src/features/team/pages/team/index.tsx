import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { RoleBar } from '@/features/home/components/role-bar';
import { useMay } from '@/features/home/hooks/use-permissions';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { useAgain } from '@/shared/time/use-again';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { dispatchTo, loadTeam } from '../../api';
import { BusyCard } from '../../components/busy-card';
import { OpenWorkCard } from '../../components/open-work-card';
import { useTeamText } from '../../texts';

/** Who is on what and since when, who is free, and what was given to nobody. */
export default function TeamPage() {
  return useSignedIn() ? <Team /> : null;
}

function Team() {
  const t = useTeamText();
  const ui = useUiText();
  const now = useNow();
  const may = useMay();
  const { value, failure, reload } = useRemote(loadTeam);
  const { told, press } = useOnlinePress(reload);
  useDidShow(() => void reload());
  useAgain(reload);
  const atWork = new Set(value?.busy.map(({ person }) => person.id));
  const idle = value?.workers.filter(({ id }) => !atWork.has(id)) ?? [];
  const all = atWork.size + idle.length;
  return (
    <Page
      title={t('title')}
      back={false}
      side={value ? <Text>{t('at_work', { busy: atWork.size, all })}</Text> : null}
      foot={<RoleBar here='team' />}
    >
      <Told told={told} />
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {value?.busy.map((at) => (
        <BusyCard key={`${at.person.id}-${at.operation.id}`} at={at} now={now} />
      ))}
      {value?.busy.length === 0 ? <Notice id='nobody-busy' lamp='idle' title={t('nobody')} detail={t('nobody_detail')} /> : null}
      {idle.length > 0 ? (
        <View className='card' id='idle'>
          <View className='note'>{t('idle', { count: idle.length })}</View>
          <View className='strong break'>{idle.map(({ name }) => name).join(ui('list_joined'))}</View>
        </View>
      ) : null}
      {value && value.open.length > 0 && may('workorders.dispatch') ? (
        <>
          <View className='note gap-top'>{t('open_work', { count: value.open.length })}</View>
          {value.open.map((task) => (
            <OpenWorkCard
              key={task.operation.id}
              task={task}
              workers={[...idle, ...value.workers.filter(({ id }) => atWork.has(id))]}
              now={now}
              onGive={({ operation, item }, person) =>
                press(
                  `${operation.id}/${person.id}`,
                  (key) => dispatchTo(operation.id, person.id, key),
                  () => ({
                    lamp: 'run',
                    title: t('given', { name: person.name }),
                    detail: t('given_detail', { what: `${item.name} · ${operation.name}` }),
                  }),
                )
              }
            />
          ))}
        </>
      ) : null}
      {!value && !failure ? <Skeleton cards={4} /> : null}
    </Page>
  );
}
