import { type KeptMedia, photosOf, secondsOf, voiceOf } from './kept-media';
import { mediaText } from './texts';

/** What goes with something, in a line: 「照片 2 张 · 语音 6 秒」, and 「照片 1/2」 once some of them are at the server. */
export function mediaWords(media: readonly KeptMedia[]): string {
  const photos = photosOf(media);
  const there = photos.filter(({ mediaId }) => mediaId !== null).length;
  const voice = voiceOf(media);
  return [
    photos.length === 0
      ? null
      : there === 0
        ? mediaText('photos', { count: photos.length })
        : mediaText('photos_partly', { done: there, count: photos.length }),
    voice ? mediaText('voice_seconds', { seconds: secondsOf(voice.durationMs) }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
