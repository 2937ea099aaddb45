import type { InspectionDto } from '@contracts/api/quality';
import { Input, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { AttachRow } from '@/shared/media/components/attach-row';
import { type Attached, useAttached } from '@/shared/media/use-attached';
import { open } from '@/shared/navigation';
import { lasted } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { useUiText } from '@/shared/ui/texts';
import type { Verdict } from '../api';
import { useQualityText } from '../texts';
import './inspection-card.css';

type InspectionCardProps = {
  readonly inspection: InspectionDto;
  readonly now: Date;
  readonly onDecide: (verdict: Verdict, attached: Attached) => Promise<void>;
};

/** One thing that waits for the inspector: what, since when, made by whom, and the two verdicts, each with photos and words if they help. */
export function InspectionCard({ inspection, now, onDecide }: InspectionCardProps) {
  const t = useQualityText();
  const ui = useUiText();
  const [reason, setReason] = useState<string | null>(null);
  const attached = useAttached(`inspection/${inspection.id}`);
  const [attaching, setAttaching] = useState(false);
  const showsRow = attaching || reason !== null || attached.items.length > 0;
  const names = inspection.producers.map(({ name }) => name).join(ui('list_joined'));
  const fail = () => {
    if (reason === null) setReason('');
    else if (reason.trim()) return onDecide({ result: 'failed', reason: reason.trim() }, attached);
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
      {showsRow ? (
        <View className='gap-top-small'>
          <AttachRow id={`attach-${inspection.id}`} attached={attached} photoWords={t('photo')} />
        </View>
      ) : null}
      <View className='row'>
        <Pressable
          id={`records-${inspection.id}`}
          className='link note'
          onPress={() => void open('records', { operationId: inspection.operationId })}
        >
          {t('records')} ›
        </Pressable>
        {showsRow ? null : (
          <Pressable id={`evidence-${inspection.id}`} className='link note' onPress={() => setAttaching(true)}>
            {t('attach')}
          </Pressable>
        )}
      </View>
      <View className='actions'>
        <Button id={`fail-${inspection.id}`} kind='quiet' small onPress={fail}>
          {failWords()}
        </Button>
        {reason === null ? (
          <Button id={`pass-${inspection.id}`} small wide onPress={() => onDecide({ result: 'passed' }, attached)}>
            {t(`pass_${inspection.kind}`)}
          </Button>
        ) : null}
      </View>
    </LampCard>
  );
}
