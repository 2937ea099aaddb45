import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useEffect } from 'react';
import { RoleBar } from '@/features/home/components/role-bar';
import { useSession } from '@/shared/auth/session';
import { open, restartAt } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Pressable } from '@/shared/ui/pressable';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { loadOpenInspections } from '../../api';
import { InspectionCard } from '../../components/inspection-card';
import { useDecision } from '../../hooks/use-decision';
import { useQualityText } from '../../texts';

const ASK_AGAIN_MS = 15_000;

/** The first page of an inspector: what waits for them, longest first. Without a session it leads to signing in. */
export default function InspectionsPage() {
  const signedIn = useSession() !== null;
  useEffect(() => {
    if (!signedIn) void restartAt('signIn');
  }, [signedIn]);
  return signedIn ? <Inspections /> : null;
}

function Inspections() {
  const t = useQualityText();
  const ui = useUiText();
  const now = useNow();
  const session = useSession();
  const { value, failure, reload } = useRemote(loadOpenInspections);
  const { told, decide, concede } = useDecision(reload);
  useDidShow(() => void reload());
  useEffect(() => {
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Page
      title={t('title')}
      back={false}
      side={value ? <Text>{t('count', { count: value.items.length })}</Text> : null}
      foot={<RoleBar here='inspections' counts={value ? { inspections: value.items.length } : {}} />}
    >
      <Told told={told} />
      {value?.items.map((inspection) => (
        <InspectionCard
          key={inspection.id}
          inspection={inspection}
          now={now}
          onDecide={(verdict, attached) => decide(inspection, verdict, attached)}
          onAskConcession={(asked, attached) => concede(inspection, asked, attached)}
        />
      ))}
      {value?.items.length === 0 ? <Notice id='nothing-to-inspect' lamp='run' title={t('empty')} detail={t('empty_detail')} /> : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={3} /> : null}
      <View className='row push-down'>
        <Pressable className='link note' onPress={() => void open('preferences')}>
          {t('preferences', { name: session?.person.name ?? '' })} ›
        </Pressable>
        <Pressable className='link note' onPress={() => void open('myTasks')}>
          {t('tasks')} ›
        </Pressable>
      </View>
    </Page>
  );
}
