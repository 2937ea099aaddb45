import Taro from '@tarojs/taro';
import { createObservable, type Observable } from '../observable';

/** Whether the phone is set to night colours, and when that changes. */
export const systemTheme: Observable<'light' | 'dark'> = createObservable(Taro.getAppBaseInfo().theme === 'dark' ? 'dark' : 'light');

Taro.onThemeChange?.(({ theme }) => systemTheme.set(theme === 'dark' ? 'dark' : 'light'));
