import type { MediaDto } from '@contracts/api/media';
import { freshAddress, serverAddress } from '../media-address';
import { PhotoStrip } from './photo-strip';
import { VoiceButton } from './voice-button';

/** Photos and voice that came with something, as the server has them; nothing when there are none. */
export function MediaShown({ media }: { readonly media: readonly MediaDto[] }) {
  if (media.length === 0) return null;
  const photos = media.flatMap((one) =>
    one.kind === 'photo' ? [{ id: one.mediaId, thumb: one.thumbUrl && serverAddress(one.thumbUrl), full: () => freshAddress(one) }] : [],
  );
  return (
    <PhotoStrip photos={photos}>
      {media.map((one) =>
        one.kind === 'voice' ? (
          <VoiceButton key={one.mediaId} id={one.mediaId} durationMs={one.durationMs} address={() => freshAddress(one)} />
        ) : null,
      )}
    </PhotoStrip>
  );
}
