import type { ScrapReason } from '@contracts/api/reporting';
import { formatQuantity } from '@contracts/quantity';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { AttachRow } from '@/shared/media/components/attach-row';
import type { Attached } from '@/shared/media/use-attached';
import { Pressable } from '@/shared/ui/pressable';
import { type ReportDraft, scrapTotal, tapReason } from '../report-draft';
import { SCRAP_REASONS_IN_ORDER, USUAL_REASONS } from '../scrap-reasons';
import { reasonText, useReportingText } from '../texts';

type ScrapCardProps = {
  readonly draft: ReportDraft;
  readonly unit: string;
  readonly onChange: (next: ReportDraft) => void;
  readonly attached: Attached;
};

/** Scrap by reason, with photos of it and words about it. A tap names one piece; the keypad then writes the count of the reason that was tapped last. */
export function ScrapCard({ draft, unit, onChange, attached }: ScrapCardProps) {
  const t = useReportingText();
  const [all, setAll] = useState(false);
  const total = scrapTotal(draft);
  const countOf = (reason: ScrapReason) => draft.scrap.find((line) => line.reason === reason)?.qty;
  const shown = SCRAP_REASONS_IN_ORDER.filter((reason, at) => all || at < USUAL_REASONS || countOf(reason) !== undefined);
  const chipClass = (reason: ScrapReason, count: string | undefined) =>
    ['chip', count !== undefined && count !== '0' && 'chip-on', draft.field === reason && 'chip-chosen'].filter(Boolean).join(' ');
  return (
    <View className='card'>
      <View className='row'>
        <Text className='note'>{t('scrap')}</Text>
        {total > 0 ? (
          <Text className='strong text-stop'>■ {t('scrap_total', { qty: formatQuantity(total), unit })}</Text>
        ) : (
          <Text className='note'>{t('no_scrap')}</Text>
        )}
      </View>
      <View className='chips gap-top-small'>
        {shown.map((reason) => {
          const count = countOf(reason);
          return (
            <Pressable
              repeats
              key={reason}
              id={`scrap-${reason}`}
              className={chipClass(reason, count)}
              pressed={count !== undefined}
              onPress={() => onChange(tapReason(draft, reason))}
            >
              {reasonText(t, reason)}
              {count === undefined ? null : <Text>{count}</Text>}
            </Pressable>
          );
        })}
        {all ? null : (
          <Pressable id='more-reasons' className='chip' onPress={() => setAll(true)}>
            {t('more')}
          </Pressable>
        )}
      </View>
      <View className='gap-top'>
        <AttachRow id='attach' attached={attached} photoWords={t('photo_defect')} />
      </View>
    </View>
  );
}
