import { formatQuantity } from '@contracts/quantity';
import { Text, View } from '@tarojs/components';
import { Pressable } from '@/shared/ui/pressable';
import { allGood, choose, mostGood, type ReportDraft, step, takeAll } from '../report-draft';
import { useReportingText } from '../texts';

type GoodCardProps = { readonly draft: ReportDraft; readonly unit: string; readonly onChange: (next: ReportDraft) => void };

export function GoodCard({ draft, unit, onChange }: GoodCardProps) {
  const t = useReportingText();
  const most = formatQuantity(mostGood(draft));
  return (
    <View className='card'>
      <View className='row'>
        <Text className='note'>{t('good')}</Text>
        <Text className='note'>{t('at_most', { qty: most, unit })}</Text>
      </View>
      <View className='row'>
        <Pressable
          repeats
          id='good-figure'
          label={`${t('good')} ${draft.good} ${unit}`}
          className='hero'
          onPress={() => onChange(choose(draft, 'good'))}
        >
          {draft.good}
          <Text className='unit'>{unit}</Text>
        </Pressable>
        <View className='chips'>
          <Pressable repeats id='one-less' className='chip' onPress={() => onChange(step(draft, -1))}>
            {t('one_less')}
          </Pressable>
          <Pressable repeats id='one-more' className='chip' onPress={() => onChange(step(draft, 1))}>
            {t('one_more')}
          </Pressable>
          <Pressable repeats id='take-all' className='chip' onPress={() => onChange(takeAll(draft))}>
            {t('all', { qty: formatQuantity(allGood(draft)) })}
          </Pressable>
        </View>
      </View>
    </View>
  );
}
