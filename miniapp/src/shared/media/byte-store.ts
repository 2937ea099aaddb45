import Taro from '@tarojs/taro';
import { isRecord } from '../storage/device-storage';
import type { Captured } from './kept-media';

/** WeChat gives a mini-program 200 MB of files of its own. */
const ROOM_BYTES = 200_000_000;

const folder = (): string => `${Taro.env.USER_DATA_PATH}/media`;
const fileOf = (id: string): string => `${folder()}/${id}`;

/** Keeps what was captured under an id, over restarts. Throws when there is no room. */
export async function keepBytes(id: string, { content }: Captured): Promise<void> {
  if (typeof content !== 'string') throw new TypeError('a mini-program captures files');
  const files = Taro.getFileSystemManager();
  makeFolder();
  // What the camera made is gone with the session unless it is copied.
  await new Promise<void>((resolve, reject) =>
    files.copyFile({ srcPath: content, destPath: fileOf(id), success: () => resolve(), fail: ({ errMsg }) => reject(new Error(errMsg)) }),
  );
}

/** Some of the bytes, all of them without a place; null when they are not on this phone any more. */
export function readBytes(id: string, part?: { readonly offset: number; readonly length: number }): Promise<ArrayBuffer | null> {
  return new Promise((resolve) =>
    Taro.getFileSystemManager().readFile({
      filePath: fileOf(id),
      ...(part ? { position: part.offset, length: part.length } : {}),
      success: ({ data }) => resolve(typeof data === 'string' ? null : data),
      fail: () => resolve(null),
    }),
  );
}

export function dropBytes(id: string): Promise<void> {
  return new Promise((resolve) =>
    Taro.getFileSystemManager().unlink({ filePath: fileOf(id), success: () => resolve(), fail: () => resolve() }),
  );
}

export async function keptIds(): Promise<string[]> {
  try {
    return Taro.getFileSystemManager().readdirSync(folder());
  } catch (problem) {
    // Nothing was ever kept.
    if (!isRecord(problem) && !(problem instanceof Error)) throw problem;
    return [];
  }
}

/** Where the phone's own picture and sound elements find it. */
export async function addressOf(id: string, _contentType: string): Promise<string | null> {
  return (await keptIds()).includes(id) ? fileOf(id) : null;
}

/** A file needs nothing undone. */
export function letGoOfAddress(_address: string): void {
  return;
}

/** How much of the room for photos and voice is used, 0 to 1. */
export async function usedShareOfRoom(): Promise<number> {
  const files = Taro.getFileSystemManager();
  const sizes = (await keptIds()).map((id) => {
    const stat = files.statSync(fileOf(id));
    return 'size' in stat ? stat.size : 0;
  });
  return Math.min(1, sizes.reduce((sum, size) => sum + size, 0) / ROOM_BYTES);
}

function makeFolder(): void {
  const files = Taro.getFileSystemManager();
  try {
    files.accessSync(folder());
  } catch (problem) {
    if (!isRecord(problem) && !(problem instanceof Error)) throw problem;
    files.mkdirSync(folder(), true);
  }
}
