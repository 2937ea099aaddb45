import { Text, View } from '@tarojs/components';
import { useReportingText } from '../texts';
import './result.css';

/** The figure that matters, large enough to be read at arm's length; scrap alone when nothing was good. */
export function BigNumber({
  lamp,
  good,
  scrap,
}: {
  readonly lamp: 'run' | 'wait' | 'note';
  readonly good: string;
  readonly scrap: string;
}) {
  const t = useReportingText();
  const onlyScrap = good === '0' && scrap !== '0';
  return (
    <>
      <View className={`done-mark tag-${lamp}`} aria-hidden>
        {lamp === 'run' ? <View className='icon-done' /> : lamp === 'wait' ? '◆' : '▲'}
      </View>
      <View id='result-number' className={`hero text-${lamp} gap-top-small`} role='status'>
        ＋{onlyScrap ? scrap : good}
        <Text className='unit'>{onlyScrap ? t('scrap_word') : t('good_word')}</Text>
      </View>
    </>
  );
}
