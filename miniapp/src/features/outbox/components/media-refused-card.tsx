import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { TroubleNotice } from '@/shared/media/components/attach-row';
import { VoiceRecorder } from '@/shared/media/components/voice-recorder';
import { keepMedia } from '@/shared/media/keep-media';
import type { Captured, KeptMedia, MediaProblem } from '@/shared/media/kept-media';
import { problemText } from '@/shared/media/problem-text';
import { takePhotos } from '@/shared/media/take-photos';
import { useCameraWords } from '@/shared/media/use-camera-words';
import { resolveMedia } from '@/shared/offline/outbox';
import type { QueuedWork } from '@/shared/offline/queued-work';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useOutboxText } from '../texts';
import { workWords } from '../work-words';

type MediaRefusedCardProps = { readonly work: QueuedWork; readonly now: Date };
type Trouble = Parameters<typeof TroubleNotice>[0]['trouble'];

/** A report whose photo or voice note never arrives. The report itself is safe: it goes without, or with another in its place. */
export function MediaRefusedCard({ work, now }: MediaRefusedCardProps) {
  const t = useOutboxText();
  const words = useCameraWords();
  const [trouble, setTrouble] = useState<Trouble>(null);
  const refused = work.media.flatMap(({ kind, problem }) => (problem ? [{ kind, problem }] : []));
  const photos = refused.filter(({ kind }) => kind === 'photo').length;
  const kind = photos > 0 ? 'photo' : 'voice';
  const replace = async (captured: readonly Captured[]) => {
    const instead: KeptMedia[] = [];
    for (const one of captured) {
      const keeping = await keepMedia(one);
      if (keeping.kind === 'not_kept') return setTrouble(keeping.why);
      instead.push(keeping.media);
    }
    if (instead.length > 0) resolveMedia(work.key, instead);
  };
  const shootAgain = async () => {
    setTrouble(null);
    const taken = await takePhotos(photos, words);
    if (taken.kind === 'taken') await replace(taken.photos);
    if (taken.kind === 'not_allowed') setTrouble('camera_denied');
  };
  return (
    <LampCard lamp='stop' id={`media-refused-${work.key}`}>
      <View className='row'>
        <LampTag lamp='stop'>{t(`media_refused_${kind}`)}</LampTag>
        <Text className='note'>{shortMoment(work.pressedAt, now)}</Text>
      </View>
      <View className='strong gap-top-small break'>
        {workWords(work)} · {t('what', { item: work.facts.itemName, operation: work.facts.operationName })}
      </View>
      {reasonsOf(refused).map((reason) => (
        <View key={reason} className='note'>
          {reason}
        </View>
      ))}
      <View className='note'>{t('report_kept')}</View>
      <View className='actions'>
        <Button id={`without-${work.key}`} kind='quiet' small onPress={() => resolveMedia(work.key)}>
          {t('without_it')}
        </Button>
        {kind === 'photo' ? (
          <Button id={`again-${work.key}`} kind='side' small onPress={shootAgain}>
            {t('shoot_again')}
          </Button>
        ) : (
          <VoiceRecorder
            id={`again-${work.key}`}
            onBegin={() => setTrouble(null)}
            onRecorded={(voice) => replace([voice])}
            onTrouble={setTrouble}
          />
        )}
      </View>
      <TroubleNotice trouble={trouble} />
    </LampCard>
  );
}

function reasonsOf(refused: readonly { readonly problem: MediaProblem }[]): string[] {
  return [...new Set(refused.map(({ problem }) => problemText(problem)))];
}
