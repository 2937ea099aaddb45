import type { PayDto } from '@contracts/api/payroll';
import { Text, View } from '@tarojs/components';
import { showYuan } from '@/shared/money/show-yuan';
import { usePayText } from '../texts';

/** What a span of pay comes to. */
export function PaySums({ pay }: { readonly pay: Pick<PayDto, 'total' | 'goodQty' | 'scrapQty'> }) {
  const t = usePayText();
  return (
    <View className='row' style={{ padding: '0 2px' }}>
      <View className='col'>
        <View className='note'>{t('total')}</View>
        <View id='pay-total' className='figure'>
          {showYuan(pay.total)}
        </View>
      </View>
      <View className='col col-end'>
        <View className='note'>{t('good_and_scrap')}</View>
        <View className='figure'>
          {pay.goodQty}
          <Text className='unit'>{t('of_scrap', { qty: pay.scrapQty })}</Text>
        </View>
      </View>
    </View>
  );
}
