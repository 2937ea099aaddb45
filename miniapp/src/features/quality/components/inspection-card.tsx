import type { InspectionDto } from '@contracts/api/quality';
import { Input, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { lasted } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useUiText } from '@/shared/ui/texts';
import type { Verdict } from '../api';
import { useQualityText } from '../texts';
import './inspection-card.css';

type InspectionCardProps = {
  readonly inspection: InspectionDto;
  readonly now: Date;
  readonly onDecide: (verdict: Verdict) => Promise<void>;
};

/** One thing that waits for the inspector: what, since when, made by whom, and the two verdicts. */
export function InspectionCard({ inspection, now, onDecide }: InspectionCardProps) {
  const t = useQualityText();
  const ui = useUiText();
  const [reason, setReason] = useState<string | null>(null);
  const names = inspection.producers.map(({ name }) => name).join(ui('list_joined'));
  const fail = () => {
    if (reason === null) setReason('');
    else if (reason.trim()) return onDecide({ result: 'failed', reason: reason.trim() });
  };
  const failWords = () => {
    if (reason === null) return t('fail');
    return reason.trim() ? t('fail_with', { reason: reason.trim() }) : t('fail_needs_reason');
  };
  return (
    <LampCard lamp='wait' id={`inspection-${inspection.id}`}>
      <View className='row'>
        <LampTag lamp='wait'>{t('waited', { kind: t(`kind_${inspection.kind}`), lasted: lasted(inspection.openedAt, now) })}</LampTag>
        <Text className='note'>{inspection.orderNo}</Text>
      </View>
      <View className='title gap-top-small break'>
        {inspection.itemName} · {inspection.operationName}
      </View>
      <View className='note'>{t('made_by', { names: names || t('nobody_yet') })}</View>
      {inspection.capQty === null ? null : <View className='note'>{t('cap', { qty: inspection.capQty })}</View>}
      {reason === null ? null : (
        <Input
          className='reason'
          value={reason}
          placeholder={t('reason')}
          maxlength={200}
          focus
          onInput={({ detail }) => setReason(detail.value)}
        />
      )}
      <View className='actions'>
        <Button id={`fail-${inspection.id}`} kind='quiet' small onPress={fail}>
          {failWords()}
        </Button>
        {reason === null ? (
          <Button id={`pass-${inspection.id}`} small wide onPress={() => onDecide({ result: 'passed' })}>
            {t(`pass_${inspection.kind}`)}
          </Button>
        ) : null}
      </View>
    </LampCard>
  );
}
