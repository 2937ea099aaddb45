import { Text, View } from '@tarojs/components';
import { useToday } from '@/features/pay/hooks/use-today';
import { showYuan } from '@/shared/money/show-yuan';
import { open } from '@/shared/navigation';
import { Pressable } from '@/shared/ui/pressable';
import { useTaskText } from '../texts';

/** What today has come to; opens the pay lines behind it. */
export function Today() {
  const t = useTaskText();
  const { value } = useToday();
  return (
    <Pressable id='open-pay' onPress={() => void open('myPay')}>
      <View className='row' style={{ padding: '0 2px', minHeight: '62px' }}>
        <View className='col'>
          <View className='note'>{t('pay_today')}</View>
          <View className='figure'>{value ? showYuan(value.total) : '–'}</View>
        </View>
        <View className='col col-end'>
          <View className='note'>{t('good_and_scrap')}</View>
          <View className='figure'>
            {value ? value.goodQty : '–'}
            <Text className='unit'>{t('of_scrap', { qty: value ? value.scrapQty : '–' })}</Text>
          </View>
        </View>
      </View>
    </Pressable>
  );
}
