import type { InspectionDto } from '@contracts/api/quality';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { lasted } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampTag } from '@/shared/ui/lamp';
import { WordsInput } from '@/shared/ui/words-input';
import type { AskedConcession } from '../api';
import { useQualityText } from '../texts';

type ConcessionFormProps = {
  readonly id: string;
  readonly onAsk: (asked: AskedConcession) => Promise<unknown>;
  readonly onClose: () => void;
};

/** In place of a failure: what deviates and why it can be accepted, for somebody else to decide. */
export function ConcessionForm({ id, onAsk, onClose }: ConcessionFormProps) {
  const t = useQualityText();
  const [deviation, setDeviation] = useState('');
  const [reason, setReason] = useState('');
  const ready = deviation.trim() && reason.trim();
  const ask = () => (ready ? onAsk({ deviation: deviation.trim(), reason: reason.trim() }) : undefined);
  return (
    <>
      <WordsInput id={`deviation-${id}`} value={deviation} placeholder={t('concession_deviation')} onChange={setDeviation} focus={false} />
      <WordsInput id={`why-${id}`} value={reason} placeholder={t('concession_reason')} onChange={setReason} focus={false} />
      <View className='actions'>
        <Button kind='quiet' small onPress={onClose}>
          {t('never_mind')}
        </Button>
        <Button id={`send-concession-${id}`} small wide onPress={ask}>
          {ready ? t('concession_send', { what: deviation.trim() }) : t('concession_needs')}
        </Button>
      </View>
    </>
  );
}

/** A concession that waits: since when, who asked, and why nobody can give a verdict now. */
export function ConcessionWaits({
  concession,
  now,
}: {
  readonly concession: NonNullable<InspectionDto['concession']>;
  readonly now: Date;
}) {
  const t = useQualityText();
  const { requestedBy, requestedAt, deviation, reason } = concession;
  return (
    <>
      <View className='gap-top-small'>
        <LampTag lamp='wait'>{t('concession_waits', { lasted: lasted(requestedAt, now) })}</LampTag>
      </View>
      <View className='break gap-top-small'>{t('concession_asked', { name: requestedBy.name, deviation, reason })}</View>
      <Text className='note'>{t('concession_hold')}</Text>
    </>
  );
}
