import type { CameraWords, Taken } from './take-photos';

/** Takes photos with the camera of the browser, or picks them from the album. The camera is loaded on first use. */
export async function takePhotos(most: number, words: CameraWords): Promise<Taken> {
  const { openCamera } = await import('./camera.h5');
  return openCamera(most, words);
}
