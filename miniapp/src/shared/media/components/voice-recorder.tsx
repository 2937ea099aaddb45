import { MEDIA_LIMITS } from '@contracts/api/media';
import { Text, View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { LampWord } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import type { Captured } from '../kept-media';
import { minutesAndSeconds } from '../minutes-and-seconds';
import { type Recording, recordVoice } from '../record-voice';
import { useMediaText } from '../texts';

type VoiceRecorderProps = {
  readonly id: string;
  readonly onBegin?: () => void;
  readonly onRecorded: (voice: Captured) => Promise<void>;
  readonly onTrouble: (trouble: 'mic_denied' | 'mic_none' | 'too_short') => void;
};

const { mostSeconds } = MEDIA_LIMITS.voice;
const TICK_MS = 250;

/** A tap starts, a tap stops: holding a key down is hard in gloves. The seconds are to be seen, and those that are left. */
export function VoiceRecorder({ id, onBegin, onRecorded, onTrouble }: VoiceRecorderProps) {
  const t = useMediaText();
  const [state, setState] = useState<'idle' | 'opening' | 'recording'>('idle');
  const recording = useRef<Recording | null>(null);
  useEffect(() => () => recording.current?.stop(), []);
  const begin = async () => {
    onBegin?.();
    setState('opening');
    recording.current = recordVoice(() => setState('recording'));
    const recorded = await recording.current.ended;
    recording.current = null;
    if (recorded.kind === 'recorded') await onRecorded(recorded.voice);
    setState('idle');
    if (recorded.kind === 'not_allowed') onTrouble('mic_denied');
    if (recorded.kind === 'no_microphone') onTrouble('mic_none');
    if (recorded.kind === 'too_short') onTrouble('too_short');
  };
  if (state === 'idle')
    return (
      <Pressable id={id} className='thumb thumb-add' onPress={() => void begin()}>
        {t('voice_record')}
      </Pressable>
    );
  return <Running id={id} recording={state === 'recording'} onStop={() => recording.current?.stop()} />;
}

function Running({ id, recording, onStop }: { readonly id: string; readonly recording: boolean; readonly onStop: () => void }) {
  const t = useMediaText();
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    if (!recording) return;
    const startedAt = Date.now();
    const timer = setInterval(() => setElapsedMs(Date.now() - startedAt), TICK_MS);
    return () => clearInterval(timer);
  }, [recording]);
  if (!recording)
    return (
      <View className='voice' role='status'>
        <Text className='note'>{t('voice_starting')}</Text>
      </View>
    );
  const seconds = Math.floor(elapsedMs / 1_000);
  const left = Math.max(0, mostSeconds - seconds);
  return (
    <View className='voice voice-running'>
      <LampWord lamp='run'>{t('voice_recording', { time: minutesAndSeconds(seconds) })}</LampWord>
      <Pressable id={`${id}-stop`} className='chip chip-chosen' onPress={onStop}>
        ■ {t('voice_stop', { seconds: left })}
      </Pressable>
    </View>
  );
}
