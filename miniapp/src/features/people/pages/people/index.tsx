import { ACCESS_STATES, type PersonAccessDto } from '@contracts/api/identity';
import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useCallback, useState } from 'react';
import { RoleBar } from '@/features/home/components/role-bar';
import { useSession } from '@/shared/auth/session';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { open } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Pressable } from '@/shared/ui/pressable';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { WordsInput } from '@/shared/ui/words-input';
import { loadPeople } from '../../api';
import { PersonCard } from '../../components/person-card';
import { useSettled } from '../../hooks/use-settled';
import { usePeopleText } from '../../texts';

type State = PersonAccessDto['state'];

/** Who gets in and how: for HR, IT, and leaders with new hands. */
export default function PeoplePage() {
  return useSignedIn() ? <People /> : null;
}

function People() {
  const t = usePeopleText();
  const ui = useUiText();
  const now = useNow();
  const manages = useSession()?.person.roles.some((role) => role === 'hr' || role === 'it' || role === 'admin') ?? false;
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<State | null>(null);
  const q = useSettled(typed.trim());
  const ask = useCallback(() => loadPeople(q), [q]);
  const { value, failure, reload } = useRemote(ask);
  useDidShow(() => void reload());
  const all = value?.items ?? [];
  const shown = state === null ? all.filter((one) => one.state !== 'departed') : all.filter((one) => one.state === state);
  return (
    <Page
      title={t('title')}
      back={!manages}
      side={value ? <Text>{t('headcount', { count: all.filter((one) => one.state !== 'departed').length })}</Text> : null}
      foot={manages ? <RoleBar here='people' /> : null}
    >
      <WordsInput id='find' value={typed} placeholder={t('find')} focus={false} onChange={setTyped} />
      <View className='chips' role='group' aria-label={t('states')}>
        {ACCESS_STATES.map((one) => (
          <Pressable
            key={one}
            id={`state-${one}`}
            className={`chip${one === state ? ' chip-chosen' : ''}`}
            pressed={one === state}
            onPress={() => setState(one === state ? null : one)}
          >
            {t(`state_${one}`, { count: all.filter((each) => each.state === one).length })}
          </Pressable>
        ))}
      </View>
      {manages ? (
        <Button kind='side' wide id='new-person' onPress={() => open('newPerson')}>
          {t('new')}
        </Button>
      ) : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {shown.map((access) => (
        <PersonCard key={access.person.id} access={access} now={now} />
      ))}
      {value && shown.length === 0 ? <Notice id='nobody' lamp='idle' title={t('nobody')} detail={t('nobody_detail')} /> : null}
      {value?.more ? <View className='note'>{t('more')}</View> : null}
      {!value && !failure ? <Skeleton cards={5} /> : null}
    </Page>
  );
}
