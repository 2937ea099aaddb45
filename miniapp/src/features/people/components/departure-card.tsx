import type { PersonAccessDto } from '@contracts/api/identity';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { LampWord } from '@/shared/ui/lamp';
import { usePeopleText } from '../texts';

type DepartureCardProps = {
  readonly access: PersonAccessDto;
  /** Looks again, so that what is named is what there is now. */
  readonly onAsk: () => Promise<void>;
  readonly onDepart: () => Promise<unknown>;
};

/** Somebody leaves. What ends with it is named before it is pressed; it cannot be taken back. */
export function DepartureCard({ access, onAsk, onDepart }: DepartureCardProps) {
  const t = usePeopleText();
  const { person, openSessions, invitedUntil } = access;
  const [asked, setAsked] = useState(false);
  if (!access.may.includes('depart')) return null;
  const ask = async () => {
    await onAsk();
    setAsked(true);
  };
  const { name } = person;
  const ends = [
    openSessions > 0 ? t('depart_sessions', { count: openSessions }) : t('depart_no_sessions'),
    ...(invitedUntil ? [t('depart_invitation')] : []),
    t('depart_doors'),
    t('depart_kept'),
  ];
  return (
    <View className='card'>
      <View className='strong'>{t('departure')}</View>
      {asked ? (
        <View role='alert'>
          {ends.map((line) => (
            <View key={line} className='note gap-top-small'>
              · {line}
            </View>
          ))}
          <View className='note gap-top-small'>
            <LampWord lamp='stop'>{t('depart_final')}</LampWord>
          </View>
        </View>
      ) : (
        <View className='note'>{t('departure_detail')}</View>
      )}
      <View className='actions'>
        {asked ? (
          <>
            <Button kind='quiet' small onPress={() => setAsked(false)}>
              {t('depart_not')}
            </Button>
            <Button kind='side' small id='really-depart' onPress={onDepart}>
              {t('depart_really', { name })}
            </Button>
          </>
        ) : (
          <Button kind='quiet' small id='depart' onPress={ask}>
            {t('depart', { name })}
          </Button>
        )}
      </View>
    </View>
  );
}
