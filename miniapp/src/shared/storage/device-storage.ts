import Taro from '@tarojs/taro';

/** Reads what was stored under a name; null when nothing is there or when it is of another shape than `isExpected` wants. */
export function readStored<T>(name: string, isExpected: (value: unknown) => value is T): T | null {
  const value: unknown = Taro.getStorageSync(name);
  return isExpected(value) ? value : null;
}

/** Stores at once, before returning. Throws when the phone has no room. */
export function writeStored(name: string, value: unknown): void {
  Taro.setStorageSync(name, value);
}

export function removeStored(name: string): void {
  Taro.removeStorageSync(name);
}

/** The names of everything stored under a prefix, in no particular order. */
export function storedNames(prefix: string): string[] {
  return Taro.getStorageInfoSync().keys.filter((name) => name.startsWith(prefix));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
