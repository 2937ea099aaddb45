import { View } from '@tarojs/components';
import { leave } from '@/shared/auth/come-in';
import { useMay } from '@/shared/auth/may';
import { useSession } from '@/shared/auth/session';
import { open } from '@/shared/navigation';
import { changePreferences, LOCALES, TEXT_SCALES, THEMES, usePreferences } from '@/shared/preferences/preferences';
import { Button } from '@/shared/ui/button';
import { Page } from '@/shared/ui/page';
import { Choice } from '../../components/choice';
import { usePreferencesText } from '../../texts';

export default function PreferencesPage() {
  const t = usePreferencesText();
  const { theme, textScale, locale } = usePreferences();
  const session = useSession();
  const invites = useMay('identity.invite');
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
      {session && invites ? (
        <WayTo title={t('people')} detail={t('people_detail')} action={t('people_open')} onOpen={() => open('people')} />
      ) : null}
      {session ? (
        <WayTo title={t('devices')} detail={t('devices_detail')} action={t('devices_open')} onOpen={() => open('devices')} />
      ) : null}
      {session ? (
        <View className='card'>
          <View className='note'>{t('sign_out_detail', { name: session.person.name })}</View>
          <View className='actions'>
            <Button kind='quiet' small onPress={leave}>
              {t('sign_out')}
            </Button>
          </View>
        </View>
      ) : null}
    </Page>
  );
}

type WayToProps = { readonly title: string; readonly detail: string; readonly action: string; readonly onOpen: () => Promise<void> };

function WayTo({ title, detail, action, onOpen }: WayToProps) {
  return (
    <View className='card'>
      <View className='strong'>{title}</View>
      <View className='note'>{detail}</View>
      <View className='actions'>
        <Button kind='quiet' small onPress={onOpen}>
          {action}
        </Button>
      </View>
    </View>
  );
}
