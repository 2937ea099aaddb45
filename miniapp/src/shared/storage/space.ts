import Taro from '@tarojs/taro';

/** How much of the phone's room for this app is used, 0 to 1. WeChat gives each person 10 MB (B-11.8). */
export function usedShareOfSpace(): number {
  const { currentSize, limitSize } = Taro.getStorageInfoSync();
  return limitSize > 0 ? Math.min(1, currentSize / limitSize) : 0;
}
