import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { Page } from '@/shared/ui/page';
import { Pressable } from '@/shared/ui/pressable';
import { PayOfMonth } from '../../components/pay-of-month';
import { PayOfToday } from '../../components/pay-of-today';
import { useToday } from '../../hooks/use-today';
import { monthBefore, monthOf } from '../../months';
import { usePayText } from '../../texts';

/** What somebody has earned: today, this month, and the month before, which is the one that is paid out now. */
export default function MyPayPage() {
  const t = usePayText();
  const today = useToday();
  const [month, setMonth] = useState<string | null>(null);
  const day = today.value?.from;
  const months = day ? [monthOf(day), monthBefore(monthOf(day))] : [];
  return (
    <Page title={t('title')} side={day ? <Text>{month ?? day}</Text> : null}>
      <View className='chips' role='group' aria-label={t('span')}>
        {[null, ...months].map((span) => (
          <Pressable
            key={span ?? 'today'}
            id={`pay-of-${span ?? 'today'}`}
            className={`chip${span === month ? ' chip-chosen' : ''}`}
            pressed={span === month}
            onPress={() => setMonth(span)}
          >
            {span ? t('month', { month: Number(span.slice(5)) }) : t('today')}
          </Pressable>
        ))}
      </View>
      {month ? <PayOfMonth key={month} month={month} /> : <PayOfToday today={today} />}
    </Page>
  );
}
