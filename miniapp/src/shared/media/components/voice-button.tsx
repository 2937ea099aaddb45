import { Text, View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { Pressable } from '@/shared/ui/pressable';
import { secondsOf } from '../kept-media';
import { minutesAndSeconds } from '../minutes-and-seconds';
import { type Playing, playVoice } from '../play-voice';
import { useMediaText } from '../texts';
import './media.css';

type VoiceButtonProps = { readonly id: string; readonly durationMs: number | null; readonly address: () => Promise<string | null> };

/** A voice note: how long it is, and a press that plays it. */
export function VoiceButton({ id, durationMs, address }: VoiceButtonProps) {
  const t = useMediaText();
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const player = useRef<Playing | null>(null);
  useEffect(() => () => player.current?.stop(), []);
  const end = (how: 'ended' | 'failed') => {
    player.current = null;
    setPlaying(false);
    setFailed(how === 'failed');
  };
  const press = async () => {
    if (player.current) return player.current.stop();
    setFailed(false);
    const found = await address();
    if (!found) return setFailed(true);
    setPlaying(true);
    player.current = playVoice(found, end);
  };
  return (
    <View className='voice'>
      <Text className='note'>{failed ? t('voice_failed') : t('voice', { time: minutesAndSeconds(secondsOf(durationMs)) })}</Text>
      <Pressable id={`voice-${id}`} className='link voice-play' pressed={playing} onPress={() => void press()}>
        {playing ? `■ ${t('voice_pause')}` : `▶ ${t('voice_play')}`}
      </Pressable>
    </View>
  );
}
