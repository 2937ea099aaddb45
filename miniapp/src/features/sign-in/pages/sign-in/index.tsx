import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { invitationInAddress } from '@/shared/auth/platform';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { loadDoors } from '../../api';
import { DemoPeople } from '../../components/demo-people';
import { InvitationCard } from '../../components/invitation-card';
import { WaysIn } from '../../components/ways-in';
import { doorOf, goThrough, useSilentSignIn } from '../../hooks/use-door';
import { useSignIn } from '../../hooks/use-sign-in';
import { useSignInText } from '../../texts';

/** Coming in: by what the client knows, by an invitation, and in the demonstration as anybody. Only what leads somewhere is offered. */
export default function SignInPage() {
  const t = useSignInText();
  const ui = useUiText();
  const { value, failure, reload } = useRemote(loadDoors);
  const doors = value?.doors ?? null;
  const signIn = useSignIn();
  useSilentSignIn(doors, signIn);
  const [given] = useState(invitationInAddress);
  const [asked, setAsked] = useState(given !== '');
  const demo = doors?.includes('demo') ?? false;
  const door = doorOf(doors ?? []);
  const withInvitation = asked || (doors !== null && !demo);
  return (
    <Page
      title={t('title')}
      back={false}
      side={demo ? <Text>{t('demo')}</Text> : null}
      foot={
        doors && !signIn.underWay && (door || !withInvitation) ? (
          <WaysIn door={door} onDoor={(here) => goThrough(here, signIn)} onInvitation={withInvitation ? null : () => setAsked(true)} />
        ) : null
      }
    >
      <Told told={signIn.told} />
      {signIn.underWay ? <Notice lamp='note' id='recognising' title={t('recognising')} detail={t('recognising_detail')} /> : null}
      {doors && !demo && !signIn.underWay ? (
        <View className='col' style={{ padding: '0 2px' }}>
          <View className='title'>{t('welcome')}</View>
          <View className='note'>{door ? t('welcome_detail') : t('welcome_without_door')}</View>
        </View>
      ) : null}
      {withInvitation && !signIn.underWay ? (
        <InvitationCard given={given} onSignIn={(code) => signIn.byInvitation(code, door === 'wechat')} />
      ) : null}
      {demo && !signIn.underWay ? <DemoPeople onChoose={signIn.asDemoPerson} /> : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!doors && !failure ? <Skeleton cards={5} /> : null}
    </Page>
  );
}
