import Taro from '@tarojs/taro';

const PAPER = { light: '#f4f3ef', dark: '#141618' } as const;

/** Paints what lies behind the page, which shows when a list is pulled beyond its end. */
export function paintShell(theme: 'light' | 'dark'): void {
  void Taro.setBackgroundColor({ backgroundColor: PAPER[theme], backgroundColorTop: PAPER[theme], backgroundColorBottom: PAPER[theme] });
  void Taro.setNavigationBarColor({ frontColor: theme === 'dark' ? '#ffffff' : '#000000', backgroundColor: PAPER[theme] });
}
