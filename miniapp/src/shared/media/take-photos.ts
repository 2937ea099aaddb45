import Taro from '@tarojs/taro';
import { isRecord } from '../storage/device-storage';
import type { Captured } from './kept-media';

export type Taken =
  | { readonly kind: 'taken'; readonly photos: readonly Captured[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not_allowed' };
/** What the camera of a browser, which is ours, has to say. */
export type CameraWords = {
  readonly shoot: string;
  readonly done: string;
  readonly taken: (count: number) => string;
  readonly album: string;
  readonly cancel: string;
  readonly noCamera: string;
};

/** What the server shows is no larger; more would only be sent and thrown away. */
export const LONGEST_SIDE = 1_600;
const QUALITY = 82;
/** WeCom's client knows neither of these everywhere. */
const MOST_AT_ONCE = 9;

type Picked = { readonly path: string; readonly width: number; readonly height: number };

/** Takes photos with the phone's own camera, or picks them from the album, shrunk for the way. */
export async function takePhotos(most: number, _words: CameraWords): Promise<Taken> {
  try {
    const picked = await pick(Math.min(most, MOST_AT_ONCE));
    const photos: Captured[] = [];
    for (const one of picked) {
      const content = await shrunk(one);
      photos.push({ kind: 'photo', contentType: typeOf(content), durationMs: null, content });
    }
    return { kind: 'taken', photos };
  } catch (problem) {
    const said = isRecord(problem) ? String(problem.errMsg) : String(problem);
    if (/cancel/.test(said)) return { kind: 'cancelled' };
    console.warn('no photo', said);
    return { kind: 'not_allowed' };
  }
}

async function pick(count: number): Promise<Picked[]> {
  const sizeType: ('original' | 'compressed')[] = ['compressed'];
  const sourceType: ('album' | 'camera')[] = ['camera', 'album'];
  // WeCom on iPhones has no chooseMedia.
  if (typeof Taro.chooseMedia !== 'function') {
    const { tempFilePaths } = await Taro.chooseImage({ count, sizeType, sourceType });
    return tempFilePaths.map((path) => ({ path, width: 0, height: 0 }));
  }
  // Taro hands this one on as it is, and not every client answers with a promise.
  return new Promise((resolve, reject) =>
    Taro.chooseMedia({
      count,
      mediaType: ['image'],
      sizeType,
      sourceType,
      success: ({ tempFiles }) => resolve(tempFiles.map(({ tempFilePath, width, height }) => ({ path: tempFilePath, width, height }))),
      fail: reject,
    }),
  );
}

async function shrunk({ path, width, height }: Picked): Promise<string> {
  const longest = Math.max(width, height);
  const side = longest > LONGEST_SIDE ? (width >= height ? { compressedWidth: LONGEST_SIDE } : { compressedHeight: LONGEST_SIDE }) : {};
  try {
    const { tempFilePath } = await Taro.compressImage({ src: path, quality: QUALITY, ...side });
    return tempFilePath;
  } catch (problem) {
    // Not on every client; the photo goes as it is, and the server draws it smaller.
    console.warn('not shrunk', problem);
    return path;
  }
}

function typeOf(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  if (ending === 'png') return 'image/png';
  return ending === 'webp' ? 'image/webp' : 'image/jpeg';
}
