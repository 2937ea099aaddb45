import Taro from '@tarojs/taro';
import { createObservable, useObservable } from '../observable';
import { isRecord, readStored, writeStored } from '../storage/device-storage';

export const THEMES = ['system', 'light', 'dark'] as const;
export const LOCALES = ['zh-CN', 'en'] as const;
/** Share of the standard text size. */
export const TEXT_SCALES = [1, 1.25, 1.5, 2] as const;

export type Theme = (typeof THEMES)[number];
export type Locale = (typeof LOCALES)[number];
export type TextScale = (typeof TEXT_SCALES)[number];
export type Preferences = { readonly theme: Theme; readonly locale: Locale; readonly textScale: TextScale };

const NAME = 'preferences';

const preferences = createObservable<Preferences>(readPreferences());

export function currentPreferences(): Preferences {
  return preferences.get();
}

export function changePreferences(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  writeStored(NAME, next);
  preferences.set(next);
}

export const onPreferencesChange = preferences.subscribe;

export function usePreferences(): Preferences {
  return useObservable(preferences);
}

function readPreferences(): Preferences {
  const stored = readStored(NAME, isRecord) ?? {};
  return {
    theme: THEMES.find((theme) => theme === stored.theme) ?? 'system',
    locale: LOCALES.find((locale) => locale === stored.locale) ?? localeOfPhone(),
    textScale: TEXT_SCALES.find((scale) => scale === stored.textScale) ?? 1,
  };
}

function localeOfPhone(): Locale {
  const { language } = Taro.getAppBaseInfo ? Taro.getAppBaseInfo() : Taro.getSystemInfoSync();
  return /^en/i.test(language ?? '') ? 'en' : 'zh-CN';
}
