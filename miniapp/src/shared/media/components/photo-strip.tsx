import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { Pressable } from '@/shared/ui/pressable';
import { useMediaText } from '../texts';
import { PhotoViewer } from './photo-viewer';
import { Picture } from './picture';
import './media.css';

/** A photo as it can be shown, of the phone or of the server. */
export type ShownPhoto = {
  readonly id: string;
  /** Null while it is being fetched. */
  readonly thumb: string | null;
  readonly full: () => Promise<string | null>;
};

type PhotoStripProps = {
  readonly photos: readonly ShownPhoto[];
  readonly onRemove?: (id: string) => void;
  /** What stands beside the photos: a tile for one more, a voice note. */
  readonly children?: ReactNode;
};

/** Photos in a row; a tap shows one large. */
export function PhotoStrip({ photos, onRemove, children }: PhotoStripProps) {
  const t = useMediaText();
  const [seenId, setSeenId] = useState<string | null>(null);
  const at = photos.findIndex(({ id }) => id === seenId);
  return (
    <View className='media-row'>
      {photos.map(({ id, thumb }, place) => {
        const what = t('photo_nth', { at: place + 1, count: photos.length });
        return (
          <Pressable key={id} id={`photo-${id}`} className='thumb' label={t('photo_open', { what })} onPress={() => setSeenId(id)}>
            {thumb ? <Picture src={thumb} alt={what} className='thumb-picture' /> : null}
          </Pressable>
        );
      })}
      {children}
      {at >= 0 ? (
        <PhotoViewer
          photos={photos}
          at={at}
          onTurn={(next) => setSeenId(photos[next]?.id ?? null)}
          onClose={() => setSeenId(null)}
          {...(onRemove ? { onRemove } : {})}
        />
      ) : null}
    </View>
  );
}
