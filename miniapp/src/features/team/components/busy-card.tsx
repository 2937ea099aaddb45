import type { TeamNowDto } from '@contracts/api/team';
import { parseQuantity } from '@contracts/quantity';
import { Text, View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { lasted } from '@/shared/time/show-time';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { Track } from '@/shared/ui/track';
import { useTeamText } from '../texts';

type BusyCardProps = { readonly at: TeamNowDto['items'][number]; readonly now: Date };

/** Somebody at work: on what, since when, how far it is. */
export function BusyCard({ at, now }: BusyCardProps) {
  const t = useTeamText();
  const { person, since, workOrder, itemName, operation } = at;
  const target = Math.max(1, parseQuantity(operation.targetQty) ?? 0);
  const share = (qty: string) => (parseQuantity(qty) ?? 0) / target;
  return (
    <LampCard lamp='run' id={`busy-${person.id}-${operation.id}`}>
      <View className='row'>
        <Text className='strong'>{person.name}</Text>
        <LampTag lamp='run'>{t('since', { lasted: lasted(since, now) })}</LampTag>
      </View>
      <View className='row'>
        <Text className='break'>{t('what', { item: itemName, operation: operation.name })}</Text>
        <Text className='note'>
          {workOrder.orderNo}-{operation.seq}
        </Text>
      </View>
      <View className='gap-top-small'>
        <Track
          parts={[
            { share: share(operation.goodQty), tone: 'run' },
            { share: share(operation.scrapQty), tone: 'stop' },
          ]}
        />
      </View>
      <View className='row'>
        <Text className='note'>{t('progress', { good: operation.goodQty, target: operation.targetQty })}</Text>
        <Pressable
          id={`records-${person.id}-${operation.id}`}
          className='link note'
          onPress={() => void open('records', { operationId: operation.id })}
        >
          {t('records')} ›
        </Pressable>
      </View>
    </LampCard>
  );
}
