import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Pressable } from '@/shared/ui/pressable';
import { addressOf } from '../byte-store';
import { openPermissions } from '../record-voice';
import { takePhotos } from '../take-photos';
import { useMediaText } from '../texts';
import type { Attached, NotAttached } from '../use-attached';
import { useCameraWords } from '../use-camera-words';
import { useKeptPhotos } from '../use-kept-photos';
import { PhotoStrip } from './photo-strip';
import { VoiceButton } from './voice-button';
import { VoiceRecorder } from './voice-recorder';
import './media.css';

type AttachRowProps = {
  readonly attached: Attached;
  /** What the tile for the first photo says: 「拍缺陷」. */
  readonly photoWords: string;
  readonly id: string;
};
type Trouble = NotAttached | 'camera_denied' | 'mic_denied' | 'mic_none' | 'too_short';

/** Photos and a voice note before they are sent: taken, looked at, listened to, taken away again. */
export function AttachRow({ attached, photoWords, id }: AttachRowProps) {
  const t = useMediaText();
  const words = useCameraWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { photos, voice, room, refused, add, remove } = attached;
  const shown = useKeptPhotos(photos);
  const shoot = async () => {
    setTrouble(null);
    const taken = await takePhotos(room, words);
    if (taken.kind === 'taken') await add(taken.photos);
    if (taken.kind === 'not_allowed') setTrouble('camera_denied');
  };
  return (
    <>
      <PhotoStrip photos={shown} onRemove={remove}>
        {room > 0 ? (
          <Pressable id={`${id}-photo`} className='thumb thumb-add' onPress={() => void shoot()}>
            {photos.length === 0 ? photoWords : t('photo_more')}
          </Pressable>
        ) : null}
        {voice ? (
          <View className='voice-own'>
            <VoiceButton id={voice.id} durationMs={voice.durationMs} address={() => addressOf(voice.id, voice.contentType)} />
            <Pressable id={`${id}-voice-remove`} className='voice-remove' label={t('voice_remove')} onPress={() => remove(voice.id)}>
              ✕
            </Pressable>
          </View>
        ) : (
          <VoiceRecorder
            id={`${id}-voice`}
            onBegin={() => setTrouble(null)}
            onRecorded={(captured) => add([captured])}
            onTrouble={setTrouble}
          />
        )}
      </PhotoStrip>
      <TroubleNotice trouble={trouble ?? refused} />
    </>
  );
}

const CAN_BE_ALLOWED: ReadonlySet<Trouble> = new Set(['camera_denied', 'mic_denied']);

/** Why a photo or a voice note was not taken, and what to do. */
export function TroubleNotice({ trouble }: { readonly trouble: Trouble | null }) {
  const t = useMediaText();
  if (!trouble) return null;
  const detail =
    trouble === 'mic_denied'
      ? t(process.env.TARO_ENV === 'h5' ? 'mic_denied_detail_web' : 'mic_denied_detail_weapp')
      : t(`${trouble}_detail`);
  return (
    <View className='gap-top-small'>
      <Notice id='media-trouble' lamp='wait' title={t(trouble)} detail={detail}>
        {CAN_BE_ALLOWED.has(trouble) && process.env.TARO_ENV !== 'h5' ? (
          <View className='actions'>
            <Button kind='quiet' small onPress={openPermissions}>
              {t('open_settings')}
            </Button>
          </View>
        ) : null}
      </Notice>
    </View>
  );
}
