import i18next, { type i18n } from 'i18next';
import enErrors from '../../contracts/locales/en/errors.json';
import zhErrors from '../../contracts/locales/zh-CN/errors.json';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

const instance: i18n = i18next.createInstance();
void instance.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  supportedLngs: [...LOCALES],
  ns: ['errors'],
  defaultNS: 'errors',
  resources: { 'zh-CN': { errors: zhErrors }, en: { errors: enErrors } },
  // Texts end in JSON, chat and React, each of which escapes for itself.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Adds the texts of one room (a module, a chat command) under its own namespace. */
export function addTexts(namespace: string, texts: Readonly<Record<Locale, Readonly<Record<string, string>>>>): void {
  for (const locale of LOCALES) instance.addResourceBundle(locale, namespace, texts[locale], true, true);
}

/** The function that makes texts in one language; keys of another namespace are written `namespace:key`. */
export function translator(locale: Locale): Translate {
  const translate = instance.getFixedT(locale);
  return (key, values) => translate(key, { ...values });
}

/** The language a caller asks for by `Accept-Language`; Chinese when it asks for none of ours. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}
