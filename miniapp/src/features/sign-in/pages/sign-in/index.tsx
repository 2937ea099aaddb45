import type { PersonDto } from '@contracts/api/identity';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { firstPageOf } from '@/shared/auth/first-page';
import { keepSession } from '@/shared/auth/session';
import { restartAt } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { deskFits } from '@/shared/shell/desk-fits';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told, type ToldWords } from '@/shared/ui/told';
import { loadDemoPeople, signInAs } from '../../api';
import { PersonRow } from '../../components/person-row';
import { useSignInText } from '../../texts';

/** Signing in as one of the people of the demonstration factory. */
export default function SignInPage() {
  const t = useSignInText();
  const ui = useUiText();
  const { value, failure, reload } = useRemote(loadDemoPeople);
  const [told, setTold] = useState<ToldWords | null>(null);
  const signIn = async (person: PersonDto) => {
    setTold(null);
    const answer = await signInAs(person.id);
    if (!answer.ok) {
      const { title, detail } = explain(answer.failure);
      setTold({ lamp: 'stop', title: t('not_signed_in'), detail: `${title} ${detail}` });
      return;
    }
    keepSession(answer.value);
    await restartAt(firstPageOf(answer.value.person, deskFits()));
  };
  const noDemo = failure?.kind === 'refused' && failure.code === 'not_found';
  return (
    <Page title={t('title')} back={false} side={value ? <Text>{t('demo')}</Text> : null}>
      {value ? (
        <View className='col' style={{ padding: '0 2px' }}>
          <View className='title'>{t('who')}</View>
          <View className='note'>{t('who_detail')}</View>
        </View>
      ) : null}
      <Told told={told} />
      {value?.items.map((person) => (
        <PersonRow key={person.id} person={person} onChoose={signIn} />
      ))}
      {noDemo ? <Notice lamp='idle' title={t('no_demo')} detail={t('no_demo_detail')} /> : null}
      {failure && !noDemo ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={5} /> : null}
    </Page>
  );
}
