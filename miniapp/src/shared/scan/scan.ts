import Taro from '@tarojs/taro';
import { isRecord } from '../storage/device-storage';

export type Scanned = { readonly kind: 'read'; readonly text: string } | { readonly kind: 'cancelled' } | { readonly kind: 'no_camera' };

/** Reads one code with the phone's own scanner. */
export async function scan(_words: ScanWords): Promise<Scanned> {
  try {
    const { result } = await Taro.scanCode({ onlyFromCamera: false });
    return { kind: 'read', text: result };
  } catch (problem) {
    const cancelled = isRecord(problem) && /cancel/.test(String(problem.errMsg));
    return { kind: cancelled ? 'cancelled' : 'no_camera' };
  }
}

/** What the scanner of a browser, which is ours, has to say. */
export type ScanWords = { readonly aim: string; readonly cancel: string };
