import { Text, View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { Pressable } from '@/shared/ui/pressable';
import { useMediaText } from '../texts';
import { useViewerKeys } from '../viewer-keys';
import type { ShownPhoto } from './photo-strip';
import { Picture } from './picture';

type PhotoViewerProps = {
  readonly photos: readonly ShownPhoto[];
  readonly at: number;
  readonly onTurn: (next: number) => void;
  readonly onClose: () => void;
  readonly onRemove?: (id: string) => void;
};

/** Shorter than this a finger has only trembled. */
const SWIPE_PX = 48;

/** One photo over the whole page; a swipe or a press turns to the next. */
export function PhotoViewer({ photos, at, onTurn, onClose, onRemove }: PhotoViewerProps) {
  const t = useMediaText();
  const photo = photos[at];
  const what = t('photo_nth', { at: at + 1, count: photos.length });
  const touchedAt = useRef<number | null>(null);
  const turn = (by: 1 | -1) => {
    const next = at + by;
    if (next >= 0 && next < photos.length) onTurn(next);
  };
  useViewerKeys({ turn, close: onClose });
  const lift = (x: number) => {
    const moved = touchedAt.current === null ? 0 : x - touchedAt.current;
    touchedAt.current = null;
    if (Math.abs(moved) >= SWIPE_PX) turn(moved < 0 ? 1 : -1);
  };
  const remove = () => {
    if (!photo) return;
    onClose();
    onRemove?.(photo.id);
  };
  return (
    <View id='photo-viewer' className='viewer' role='dialog' aria-label={what} aria-modal>
      <View className='viewer-bar'>
        <Text>{photos.length > 1 ? `${at + 1} / ${photos.length}` : ''}</Text>
        <Pressable id='photo-close' className='viewer-button' label={t('photo_close')} onPress={onClose}>
          ✕
        </Pressable>
      </View>
      <View
        className='viewer-stage'
        onTouchStart={(event) => {
          touchedAt.current = fingerAt(event, 'touches');
        }}
        onTouchEnd={(event) => lift(fingerAt(event, 'changedTouches') ?? 0)}
      >
        {photo ? <Large key={photo.id} photo={photo} alt={what} /> : null}
      </View>
      <View className='viewer-bar'>
        {at > 0 ? (
          <Pressable id='photo-previous' repeats className='viewer-button' onPress={() => turn(-1)}>
            ‹ {t('photo_previous')}
          </Pressable>
        ) : (
          <View />
        )}
        {onRemove ? (
          <Pressable id='photo-remove' className='viewer-button' onPress={remove}>
            {t('photo_remove')}
          </Pressable>
        ) : null}
        {at < photos.length - 1 ? (
          <Pressable id='photo-next' repeats className='viewer-button' onPress={() => turn(1)}>
            {t('photo_next')} ›
          </Pressable>
        ) : (
          <View />
        )}
      </View>
    </View>
  );
}

type Fingers = Readonly<Partial<Record<'touches' | 'changedTouches', ArrayLike<{ readonly clientX: number }>>>>;

/** Where the first finger is. The platform's types know no fingers. */
const fingerAt = (event: object, which: keyof Fingers): number | null => (event as Fingers)[which]?.[0]?.clientX ?? null;

/** The small picture until the large one is here. */
function Large({ photo, alt }: { readonly photo: ShownPhoto; readonly alt: string }) {
  const t = useMediaText();
  const [address, setAddress] = useState(photo.thumb);
  const [gone, setGone] = useState(false);
  const look = useRef(photo.full);
  useEffect(() => {
    let looking = true;
    void look.current().then((found) => {
      if (!looking) return;
      if (found) setAddress(found);
      else setGone(true);
    });
    return () => {
      looking = false;
    };
  }, []);
  if (gone) return <View className='viewer-gone'>{t('photo_gone')}</View>;
  return address ? <Picture src={address} alt={alt} className='viewer-picture' whole onFail={() => setGone(true)} /> : null;
}
