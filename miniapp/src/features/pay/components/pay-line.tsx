import type { PayLineDto } from '@contracts/api/payroll';
import { Text, View } from '@tarojs/components';
import { showYuan } from '@/shared/money/show-yuan';
import { timeOfDay } from '@/shared/time/show-time';
import { type Lamp, LampCard, LampTag } from '@/shared/ui/lamp';
import { usePayText } from '../texts';

const LAMPS: Readonly<Record<PayLineDto['kind'], Lamp>> = { piece: 'idle', rework: 'idle', reversal: 'note', unpriced: 'wait' };

/** One line of pay with the formula by which anybody can work it out again (B-8.10). */
export function PayLine({ line }: { readonly line: PayLineDto }) {
  const t = usePayText();
  const lamp = LAMPS[line.kind];
  return (
    <LampCard lamp={lamp} id={`pay-${line.id}`}>
      <View className='row'>
        <Text className='note'>
          {timeOfDay(line.occurredAt)} · {line.orderNo}
        </Text>
        {line.kind === 'piece' ? null : <LampTag lamp={lamp}>{t(`kind_${line.kind}`)}</LampTag>}
      </View>
      <View className='row'>
        <Text className='strong break'>{t('what', { item: line.itemName, operation: line.operationName })}</Text>
        <Text className='strong'>{showYuan(line.amount)}</Text>
      </View>
      <View className='note'>{line.kind === 'unpriced' ? t('unpriced_detail') : line.formula}</View>
    </LampCard>
  );
}
