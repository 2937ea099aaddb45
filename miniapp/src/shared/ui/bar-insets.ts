import Taro from '@tarojs/taro';

/** Room that WeChat takes from a page's own bar: the clock above it and its menu capsule at the right. */
export function barInsets(): Record<string, string> {
  const { statusBarHeight = 0, windowWidth } = Taro.getWindowInfo();
  const capsule = Taro.getMenuButtonBoundingClientRect();
  return { paddingTop: `${statusBarHeight}px`, paddingRight: `${Math.max(16, windowWidth - capsule.left + 8)}px` };
}
