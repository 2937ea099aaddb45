import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { AskOverProduction } from '@/features/reporting/components/ask-over-production';
import { draftNameOf } from '@/features/reporting/draft-name';
import { overAfterRefusal } from '@/features/reporting/over-production';
import { giveBack } from '@/shared/media/draft-media';
import { open } from '@/shared/navigation';
import { dismiss } from '@/shared/offline/outbox';
import type { QueuedWork, WorkRefusal } from '@/shared/offline/queued-work';
import { refusalText } from '@/shared/request/explain';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useOutboxText } from '../texts';
import { workWords } from '../work-words';

type RefusedCardProps = { readonly work: QueuedWork; readonly refusal: WorkRefusal; readonly now: Date };

/** An entry that the server turned down: why, and what the person can do about it. It stays until they have decided. */
export function RefusedCard({ work, refusal, now }: RefusedCardProps) {
  const t = useOutboxText();
  const [asked, setAsked] = useState(false);
  const words = workWords(work);
  const over = overAfterRefusal(refusal);
  const again = async () => {
    giveBack(draftNameOf(work.operationId), work.media);
    dismiss(work.key);
    await open('report', { operationId: work.operationId });
  };
  return (
    <LampCard lamp='stop' id={`refused-${work.key}`}>
      <View className='row'>
        <LampTag lamp='stop'>{t('refused')}</LampTag>
        <Text className='note'>{shortMoment(work.pressedAt, now)}</Text>
      </View>
      <View className='strong gap-top-small break'>
        {words} · {t('what', { item: work.facts.itemName, operation: work.facts.operationName })}
      </View>
      <View className='note'>{refusalText(refusal.code, refusal.details)}</View>
      {over === null ? null : <AskOverProduction id={`over-${work.key}`} operationId={work.operationId} over={over} media={work.media} />}
      <View className='actions'>
        <Button kind='quiet' small onPress={() => (asked ? dismiss(work.key) : setAsked(true))}>
          {asked ? t('really_put_aside', { what: words }) : t('put_aside')}
        </Button>
        {work.kind === 'report' ? (
          <Button kind='side' small onPress={again}>
            {t('report_again')}
          </Button>
        ) : null}
      </View>
    </LampCard>
  );
}
