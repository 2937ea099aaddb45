import type { PersonAccessDto } from '@contracts/api/identity';
import { shortMoment } from '@/shared/time/show-time';
import type { Lamp } from '@/shared/ui/lamp';
import { peopleText as t } from './texts';

export const LAMP_OF: Readonly<Record<PersonAccessDto['state'], Lamp>> = {
  never: 'idle',
  invited: 'note',
  signed_in: 'run',
  signed_out: 'idle',
  departed: 'idle',
};

/** How somebody gets in, in one line. */
export function stateWords(access: PersonAccessDto, now: Date): string {
  const at = (instant: string | null) => (instant ? shortMoment(instant, now) : '');
  switch (access.state) {
    case 'never':
      return t('never');
    case 'invited':
      return t('invited_until', { at: at(access.invitedUntil) });
    case 'signed_in':
      return t('signed_in_on', { count: access.openSessions });
    case 'signed_out':
      return t('signed_out');
    case 'departed':
      return t('departed_at', { at: at(access.departedAt) });
  }
}

/** By what doors, and when last. */
export function doorWords({ person, wechatBound, lastUsedAt }: PersonAccessDto, now: Date): string {
  return [
    person.wecomUserId ? t('wecom_as', { userId: person.wecomUserId }) : t('no_wecom'),
    wechatBound ? t('wechat_bound') : t('no_wechat'),
    ...(lastUsedAt ? [t('last_used', { at: shortMoment(lastUsedAt, now) })] : []),
  ].join(' · ');
}
