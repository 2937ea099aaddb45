import type { InvitationDto } from '@contracts/api/identity';
import { View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { usePeopleText } from '../texts';
import './invitation.css';

/** The code, large enough to be read out, and as a picture to be scanned from this screen. It is shown this once. */
export function Invitation({ invitation, now }: { readonly invitation: InvitationDto; readonly now: Date }) {
  const t = usePeopleText();
  return (
    <View id='invitation-given' role='status'>
      <View className='figure invitation-code'>{invitation.code}</View>
      <View className='note'>{t('code_detail', { name: invitation.person.name, at: shortMoment(invitation.expiresAt, now) })}</View>
      <View
        className='invitation-qr'
        role='img'
        aria-label={t('qr', { name: invitation.person.name })}
        style={{ backgroundImage: `url(${invitation.qr})` }}
      />
    </View>
  );
}
