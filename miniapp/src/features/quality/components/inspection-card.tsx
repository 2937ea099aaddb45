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
import type { AskedConcession, Verdict } from '../api';
import { useQualityText } from '../texts';
import { ConcessionForm, ConcessionWaits } from './concession';
import './inspection-card.css';

type InspectionCardProps = {
  readonly inspection: InspectionDto;
  readonly now: Date;
  readonly onDecide: (verdict: Verdict, attached: Attached) => Promise<void>;
  readonly onAskConcession: (asked: AskedConcession, attached: Attached) => Promise<void>;
};

/** One thing that waits for the inspector: what, since when, made by whom, and the two verdicts, each with photos and words if they help. */
export function InspectionCard({ inspection, now, onDecide, onAskConcession }: InspectionCardProps) {
  const t = useQualityText();
  const ui = useUiText();
  const [reason, setReason] = useState<string | null>(null);
  const [conceding, setConceding] = useState(false);
  const attached = useAttached(`inspection/${inspection.id}`);
  const [attaching, setAttaching] = useState(false);
  const { concession } = inspection;
  const decidable = concession?.state !== 'pending';
  const showsRow = decidable && (attaching || conceding || reason !== null || attached.items.length > 0);
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
      {inspection.trigger ? <View className='note'>{t('again', { why: t(`why_${inspection.trigger}`) })}</View> : null}
      {concession?.state === 'lapsed' ? <View className='note text-stop'>■ {t('concession_lapsed')}</View> : null}
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
      {concession?.state === 'pending' ? <ConcessionWaits concession={concession} now={now} /> : null}
      {showsRow ? (
        <View className='gap-top-small'>
          <AttachRow id={`attach-${inspection.id}`} attached={attached} photoWords={t('photo')} />
        </View>
      ) : null}
      {conceding && decidable ? (
        <ConcessionForm id={inspection.id} onAsk={(asked) => onAskConcession(asked, attached)} onClose={() => setConceding(false)} />
      ) : null}
      <View className='row'>
        <Pressable
          id={`records-${inspection.id}`}
          className='link note'
          onPress={() => void open('records', { operationId: inspection.operationId })}
        >
          {t('records')} ›
        </Pressable>
        {showsRow || !decidable ? null : (
          <Pressable id={`evidence-${inspection.id}`} className='link note' onPress={() => setAttaching(true)}>
            {t('attach')}
          </Pressable>
        )}
        {conceding || !decidable ? null : (
          <Pressable id={`concede-${inspection.id}`} className='link note' onPress={() => setConceding(true)}>
            {t('ask_concession')} ›
          </Pressable>
        )}
      </View>
      {conceding || !decidable ? null : (
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
      )}
    </LampCard>
  );
}
