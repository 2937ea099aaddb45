import { createInstance } from 'i18next';
import { useMemo } from 'react';
import { currentPreferences, type Locale, onPreferencesChange, usePreferences } from '../preferences/preferences';

type Bundle = Readonly<Record<string, string>>;
type WithoutPlural<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
type KeyOf<Texts extends Bundle> = WithoutPlural<keyof Texts & string>;

/** Values for the `{{names}}` of a text; `count` also chooses the plural. */
export type TextValues = Readonly<Record<string, string | number | { readonly name: string }>>;
export type Translate<Key extends string = string> = (key: Key, values?: TextValues) => string;

const i18n = createInstance();
void i18n.init({
  lng: currentPreferences().locale,
  fallbackLng: 'zh-CN',
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // React and the mini-program escape by themselves.
  interpolation: { escapeValue: false },
});
onPreferencesChange(() => void i18n.changeLanguage(currentPreferences().locale));

/**
 * Registers the texts of one feature. The keys of the Chinese file are the keys that compile; a test holds the English file to them.
 * `useText` gives the translator to a component and draws it anew when the language changes; `text` is for everything else.
 */
export function defineTexts<Texts extends Bundle>(namespace: string, bundles: { readonly 'zh-CN': Texts; readonly en: Bundle }) {
  i18n.addResourceBundle('zh-CN', namespace, bundles['zh-CN']);
  i18n.addResourceBundle('en', namespace, bundles.en);
  return {
    useText(): Translate<KeyOf<Texts>> {
      const { locale } = usePreferences();
      return useMemo(() => translatorOf<KeyOf<Texts>>(namespace, locale), [locale, namespace]);
    },
    text: ((key, values) => translatorOf(namespace, currentPreferences().locale)(key, values)) as Translate<KeyOf<Texts>>,
  };
}

function translatorOf<Key extends string>(namespace: string, locale: Locale): Translate<Key> {
  return (key, values) => i18n.t(key, { ...values, ns: namespace, lng: locale });
}
