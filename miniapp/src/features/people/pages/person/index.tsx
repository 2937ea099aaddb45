import type { InvitationDto, PersonAccessDto } from '@contracts/api/identity';
import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useCallback, useState } from 'react';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { LampTag } from '@/shared/ui/lamp';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { doorWords, LAMP_OF, stateWords } from '../../access-words';
import { changeRoles, depart, endSessions, invite, loadPeople, revokeInvitation } from '../../api';
import { DepartureCard } from '../../components/departure-card';
import { InviteCard } from '../../components/invite-card';
import { RolesCard } from '../../components/roles-card';
import { usePeopleText } from '../../texts';

/** One person's ways in: invite, sign out, change what they are, see them off. */
export default function PersonPage() {
  return useSignedIn() ? <Person /> : null;
}

function Person() {
  const t = usePeopleText();
  const ui = useUiText();
  const { personId = '', name = '' } = useRouter().params;
  const shownName = decodeURIComponent(name);
  const ask = useCallback(() => loadPeople(shownName), [shownName]);
  const { value, failure, reload } = useRemote(ask);
  const access = value?.items.find(({ person }) => person.id === personId);
  return (
    <Page title={shownName}>
      {access ? <Access access={access} reload={reload} /> : null}
      {value && !access ? <Notice lamp='stop' title={t('gone')} detail={t('gone_detail')} /> : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={4} /> : null}
    </Page>
  );
}

function Access({ access, reload }: { readonly access: PersonAccessDto; readonly reload: () => Promise<void> }) {
  const t = usePeopleText();
  const now = useNow();
  const { told, press } = useOnlinePress(reload);
  const [given, setGiven] = useState<InvitationDto | null>(null);
  const { person, may, openSessions } = access;
  const { id, name } = person;
  const said = (title: string, detail = '') => ({ lamp: 'run' as const, title, detail });
  return (
    <>
      <Told told={told} />
      <View className='card'>
        <LampTag lamp={LAMP_OF[access.state]}>{stateWords(access, now)}</LampTag>
        <View className='note gap-top-small break'>{doorWords(access, now)}</View>
        {openSessions > 0 && may.includes('end_sessions') ? (
          <View className='actions'>
            <Button
              kind='quiet'
              small
              id='end-sessions'
              onPress={() =>
                press(
                  'end',
                  (key) => endSessions(id, key),
                  ({ ended }) => said(t('ended', { count: ended }), t('ended_detail', { name })),
                )
              }
            >
              {t('end_sessions', { count: openSessions })}
            </Button>
          </View>
        ) : null}
      </View>
      {access.state === 'departed' ? null : (
        <>
          <InviteCard
            access={access}
            given={given}
            now={now}
            onInvite={() =>
              press(
                'invite',
                (key) => invite(id, key),
                (invitation) => {
                  setGiven(invitation);
                  return null;
                },
              )
            }
            onRevoke={() =>
              press(
                'revoke',
                (key) => revokeInvitation(id, key),
                () => {
                  setGiven(null);
                  return said(t('revoked'), t('revoked_detail'));
                },
              )
            }
          />
          <RolesCard
            access={access}
            onChange={(roles) =>
              press(
                `roles/${roles.join()}`,
                (key) => changeRoles(id, roles, key),
                () => said(t('roles_changed'), t('roles_changed_detail', { name })),
              )
            }
          />
          <DepartureCard
            access={access}
            onAsk={reload}
            onDepart={() =>
              press(
                'depart',
                (key) => depart(id, key),
                () => said(t('departed', { name }), t('departed_detail')),
              )
            }
          />
        </>
      )}
    </>
  );
}
