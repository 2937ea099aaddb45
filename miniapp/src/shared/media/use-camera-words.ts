import { useMemo } from 'react';
import type { CameraWords } from './take-photos';
import { useMediaText } from './texts';

/** What the browser's camera says, in the language of the person. */
export function useCameraWords(): CameraWords {
  const t = useMediaText();
  return useMemo(
    () => ({
      shoot: t('camera_shoot'),
      done: t('camera_done'),
      taken: (count) => t('camera_taken', { count }),
      album: t('camera_album'),
      cancel: t('camera_cancel'),
      noCamera: t('camera_none'),
    }),
    [t],
  );
}
