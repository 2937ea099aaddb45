import type { MeDto } from '@contracts/api/identity';
import { ROLES, type Role } from '@contracts/permissions';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { replace } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { WordsInput } from '@/shared/ui/words-input';
import { createPerson, loadMe } from '../../api';
import { ChipChoice } from '../../components/chip-choice';
import { usePeopleText } from '../../texts';

/** As the server writes that somebody belongs to every workshop. */
const ALL_WORKSHOPS = '*';

/** Takes somebody on; from there the way in is handed out. */
export default function NewPersonPage() {
  return useSignedIn() ? <NewPerson /> : null;
}

function NewPerson() {
  const t = usePeopleText();
  const ui = useUiText();
  const { value: me, failure, reload } = useRemote(loadMe);
  return me ? (
    <Form me={me} />
  ) : (
    <Page title={t('new')}>
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : <Skeleton cards={3} />}
    </Page>
  );
}

function Form({ me }: { readonly me: MeDto }) {
  const t = usePeopleText();
  const ui = useUiText();
  const everywhere = me.person.workshopIds.includes(ALL_WORKSHOPS);
  const workshops = [
    ...me.factory.workshops.filter(({ id }) => everywhere || me.person.workshopIds.includes(id)),
    ...(everywhere ? [{ id: ALL_WORKSHOPS, name: t('whole_factory') }] : []),
  ];
  const [typed, setTyped] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['worker']);
  const [workshopIds, setWorkshopIds] = useState<readonly string[]>(workshops[0] ? [workshops[0].id] : []);
  const [wecom, setWecom] = useState('');
  const { told, press } = useOnlinePress(async () => undefined);
  const name = typed.trim();
  const wecomUserId = wecom.trim();
  const missing = [
    name ? null : t('needs_name'),
    roles.length ? null : t('roles_none'),
    workshopIds.length ? null : t('needs_workshop'),
  ].find(Boolean);
  // Only an administrator makes one.
  const offered = ROLES.filter((role) => role !== 'admin' || me.person.roles.includes('admin'));
  const take = () => {
    const body = { name, roles, workshopIds, ...(wecomUserId ? { wecomUserId } : {}) };
    return press(
      JSON.stringify(body),
      (key) => createPerson(body, key),
      (person) => {
        void replace('person', { personId: person.id, name: person.name });
        return null;
      },
    );
  };
  const takes = t('take_on', { name, roles: roles.map((role) => t(`role_${role}`)).join(ui('list_joined')) });
  return (
    <Page
      title={t('new')}
      foot={
        missing ? (
          <View className='note' id='missing'>
            {missing}
          </View>
        ) : (
          <Button id='take-on' wide onPress={take}>
            {takes}
          </Button>
        )
      }
    >
      <Told told={told} />
      <View className='card'>
        <View className='strong'>{t('name')}</View>
        <WordsInput id='name' value={typed} placeholder={t('name_hint')} onChange={setTyped} />
      </View>
      <View className='card' role='group' aria-label={t('roles')}>
        <View className='strong'>{t('roles')}</View>
        <ChipChoice
          name='role'
          options={offered.map((role) => ({ id: role, words: t(`role_${role}`) }))}
          chosen={roles}
          onChange={setRoles}
        />
      </View>
      <View className='card' role='group' aria-label={t('workshops')}>
        <View className='strong'>{t('workshops')}</View>
        <ChipChoice
          name='workshop'
          options={workshops.map((workshop) => ({ id: workshop.id, words: workshop.name }))}
          chosen={workshopIds}
          onChange={setWorkshopIds}
        />
      </View>
      <View className='card'>
        <View className='strong'>{t('wecom_user')}</View>
        <View className='note'>{t('wecom_user_detail')}</View>
        <WordsInput id='wecom' value={wecom} placeholder={t('wecom_user_hint')} focus={false} onChange={setWecom} />
      </View>
    </Page>
  );
}
