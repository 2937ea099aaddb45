import type { PayDto, PayLineDto } from '@contracts/api/payroll';
import { Text, View } from '@tarojs/components';
import { showYuan } from '@/shared/money/show-yuan';
import { Pressable } from '@/shared/ui/pressable';
import { usePayText } from '../texts';
import { PayLine } from './pay-line';

type DayOfPayProps = {
  readonly day: PayDto['days'][number];
  readonly lines: readonly PayLineDto[];
  readonly opened: boolean;
  readonly onPress: () => void;
};

/** One business day of a month: its sums, and when pressed the lines they are made of. */
export function DayOfPay({ day, lines, opened, onPress }: DayOfPayProps) {
  const t = usePayText();
  return (
    <>
      <Pressable id={`pay-day-${day.businessDate}`} className='card' pressed={opened} onPress={onPress}>
        <View className='row'>
          <Text className='strong'>{day.businessDate.slice(5)}</Text>
          <Text className='strong'>{showYuan(day.total)}</Text>
        </View>
        <View className='row'>
          <Text className='note'>{t('day_made', { good: day.goodQty, scrap: day.scrapQty })}</Text>
          <Text className='note'>{t(opened ? 'close_day' : 'open_day', { count: lines.length })}</Text>
        </View>
      </Pressable>
      {opened ? lines.map((line) => <PayLine key={line.id} line={line} />) : null}
    </>
  );
}
