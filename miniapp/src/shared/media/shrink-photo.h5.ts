import type { Captured } from './kept-media';

/** What the server shows is no larger; more would only be sent and thrown away. */
export const LONGEST_SIDE = 1_600;
const QUALITY = 0.82;
const TYPE = 'image/jpeg';

/** A picture from the album, upright and no larger than it will be shown. One that this browser cannot draw goes as it is. */
export async function shrinkPhoto(file: Blob): Promise<Captured> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const photo = await drawPhoto(bitmap, bitmap.width, bitmap.height);
    bitmap.close();
    if (photo && (photo.size < file.size || file.type !== TYPE)) return photoOf(photo, TYPE);
  } catch (problem) {
    console.warn('this browser cannot draw that picture', problem);
  }
  return photoOf(file, file.type || TYPE);
}

/** What a picture or a film shows now, as a JPEG; null when there is nothing to see. */
export function drawPhoto(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context || width === 0) return Promise.resolve(null);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, TYPE, QUALITY));
}

export const photoOf = (content: Blob, contentType: string): Captured => ({ kind: 'photo', contentType, durationMs: null, content });
