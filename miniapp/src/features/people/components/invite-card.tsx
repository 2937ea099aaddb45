import type { InvitationDto, PersonAccessDto } from '@contracts/api/identity';
import { View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { usePeopleText } from '../texts';
import { Invitation } from './invitation';

type InviteCardProps = {
  readonly access: PersonAccessDto;
  readonly given: InvitationDto | null;
  readonly now: Date;
  readonly onInvite: () => Promise<unknown>;
  readonly onRevoke: () => Promise<unknown>;
};

/** Handing somebody a way in, and taking it back. */
export function InviteCard({ access, given, now, onInvite, onRevoke }: InviteCardProps) {
  const t = usePeopleText();
  const { person, may, invitedUntil } = access;
  return (
    <View className='card'>
      <View className='strong'>{t('invitation')}</View>
      {given ? <Invitation invitation={given} now={now} /> : <View className='note'>{words()}</View>}
      {may.includes('invite') ? (
        <View className='actions'>
          {invitedUntil ? (
            <Button kind='quiet' small id='revoke' onPress={onRevoke}>
              {t('revoke')}
            </Button>
          ) : null}
          <Button kind='side' small id='invite' onPress={onInvite}>
            {invitedUntil ? t('invite_anew') : t('invite', { name: person.name })}
          </Button>
        </View>
      ) : null}
    </View>
  );

  function words(): string {
    if (!may.includes('invite')) return person.roles.includes('admin') ? t('invite_admin_only') : t('invite_hr_only');
    return invitedUntil ? t('invitation_open', { at: shortMoment(invitedUntil, now) }) : t('invitation_detail');
  }
}
