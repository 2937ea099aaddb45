import { Text, View } from '@tarojs/components';
import { showYuan } from '@/shared/money/show-yuan';
import { restartAt } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { PayLine } from '../../components/pay-line';
import { useToday } from '../../hooks/use-today';
import { usePayText } from '../../texts';

/** What today has come to, line by line, so that nobody has to believe a sum. */
export default function MyPayPage() {
  const t = usePayText();
  const ui = useUiText();
  const now = useNow();
  const { value, keptFrom, failure, reload } = useToday();
  return (
    <Page title={t('title')} side={value ? <Text>{value.from}</Text> : null}>
      {value ? (
        <>
          <View className='row' style={{ padding: '0 2px' }}>
            <View className='col'>
              <View className='note'>{t('total')}</View>
              <View id='pay-total' className='figure'>
                {showYuan(value.total)}
              </View>
            </View>
            <View className='col col-end'>
              <View className='note'>{t('good_and_scrap')}</View>
              <View className='figure'>
                {value.goodQty}
                <Text className='unit'>{t('of_scrap', { qty: value.scrapQty })}</Text>
              </View>
            </View>
          </View>
          {keptFrom && failure ? <View className='note'>{t('kept_from', { time: shortMoment(keptFrom, now) })}</View> : null}
          {value.lines.map((line) => (
            <PayLine key={line.id} line={line} />
          ))}
          {value.lines.length === 0 ? (
            <Notice
              id='no-pay'
              lamp='idle'
              title={t('empty')}
              detail={t('empty_detail')}
              action={{ text: t('to_tasks'), onPress: () => restartAt('myTasks') }}
            />
          ) : null}
        </>
      ) : null}
      {!value && failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={3} figures /> : null}
    </Page>
  );
}
