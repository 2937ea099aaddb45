import type { TaskDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { Text, View } from '@tarojs/components';
import { Track } from '@/shared/ui/track';
import { useTaskText } from '../texts';

/** Good of target, with scrap and what may be reported now on one track. */
export function Progress({ task: { operation, item } }: { readonly task: TaskDto }) {
  const t = useTaskText();
  const target = Math.max(1, parseQuantity(operation.targetQty) ?? 0);
  const share = (qty: string) => (parseQuantity(qty) ?? 0) / target;
  return (
    <View className='gap-top'>
      <View className='row row-end'>
        <View className='figure'>
          {operation.goodQty}
          <Text className='unit'>{t('of_target', { qty: operation.targetQty, unit: item.unit.name })}</Text>
        </View>
        <View className='note'>
          {operation.releasedQty === operation.targetQty ? t('can_report') : t('released', { qty: operation.releasedQty })}{' '}
          <Text className='ink'>{operation.readyQty}</Text>
        </View>
      </View>
      <View className='gap-top-small'>
        <Track
          parts={[
            { share: share(operation.goodQty), tone: 'run' },
            { share: share(operation.scrapQty), tone: 'stop' },
            { share: share(operation.readyQty), tone: 'soft' },
          ]}
        />
      </View>
    </View>
  );
}
