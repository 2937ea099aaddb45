import { View } from '@tarojs/components';
import { endSession, useSession } from '@/shared/auth/session';
import { restartAt } from '@/shared/navigation';
import { changePreferences, LOCALES, TEXT_SCALES, THEMES, usePreferences } from '@/shared/preferences/preferences';
import { Button } from '@/shared/ui/button';
import { Page } from '@/shared/ui/page';
import { Choice } from '../../components/choice';
import { usePreferencesText } from '../../texts';

export default function PreferencesPage() {
  const t = usePreferencesText();
  const { theme, textScale, locale } = usePreferences();
  const session = useSession();
  const changePerson = async () => {
    endSession();
    await restartAt('signIn');
  };
  return (
    <Page title={t('title')}>
      <Choice
        title={t('theme')}
        options={THEMES}
        chosen={theme}
        words={(option) => t(`theme_${option}`)}
        onChoose={(option) => changePreferences({ theme: option })}
      />
      <Choice
        title={t('text_size')}
        options={TEXT_SCALES}
        chosen={textScale}
        words={(option) => t(`text_size_${option}`)}
        onChoose={(option) => changePreferences({ textScale: option })}
      />
      <Choice
        title={t('language')}
        options={LOCALES}
        chosen={locale}
        words={(option) => t(`language_${option}`)}
        onChoose={(option) => changePreferences({ locale: option })}
      />
      {session ? (
        <View className='card'>
          <View className='note'>{t('sign_out_detail', { name: session.person.name })}</View>
          <View className='actions'>
            <Button kind='quiet' small onPress={changePerson}>
              {t('sign_out')}
            </Button>
          </View>
        </View>
      ) : null}
    </Page>
  );
}
