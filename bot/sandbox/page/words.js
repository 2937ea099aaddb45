// Texts of the page. A language is one JSON file; what is missing shows its key, so that it is noticed.

const KEPT_LANGUAGE = 'sandbox.language';
let texts = {};
export let language = 'zh-CN';

/** Loads the language chosen before, or the browser's. */
export async function loadLanguage(wanted = localStorage.getItem(KEPT_LANGUAGE)) {
  language = wanted ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  const response = await fetch(`locales/${language}.json`);
  texts = await response.json();
  localStorage.setItem(KEPT_LANGUAGE, language);
  document.documentElement.lang = language;
  document.title = words('title');
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = words(element.dataset.text);
}

export function words(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** A name that may be one for all languages or one for each. */
export function nameOf(person) {
  return typeof person.name === 'string' ? person.name : (person.name[language] ?? person.name['zh-CN'] ?? person.id);
}
