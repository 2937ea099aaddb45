// The platform's own page, where it asks who is there. The real one knows; here somebody says so.
import { element } from './element.js';
import { loadLanguage, nameOf, words } from './words.js';

const PAGES = { inside: 'connect/oauth2/authorize', outside: 'wwlogin/sso/login' };
const asked = new URLSearchParams(location.search);
const main = document.getElementById('authorize');

document.documentElement.dataset.theme =
  localStorage.getItem('sandbox.theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

function refusal() {
  const code = `${asked.get('errcode')} ${asked.get('errmsg') ?? ''}`;
  return [
    element('h1', {}, words('authorize.refused')),
    element('p', { role: 'alert' }, element('span', { class: 'tag stop' }, `■ ${code}`)),
    element('p', {}, element('a', { class: 'jump', href: '/sandbox/' }, words('authorize.back'))),
  ];
}

function chooser(page, people) {
  const addressAs = (id) => {
    const query = new URLSearchParams(asked);
    query.delete('page');
    query.set('as', id);
    return `/sandbox/${PAGES[page]}?${query}`;
  };
  return [
    element('h1', {}, page === 'inside' ? words('authorize.inside') : words('authorize.outside')),
    element('p', { class: 'note' }, words('authorize.detail')),
    element(
      'ul',
      { class: 'members' },
      ...people.map((person) => element('li', {}, element('a', { class: 'row', href: addressAs(person.id) }, nameOf(person)))),
    ),
  ];
}

async function start() {
  await loadLanguage();
  if (asked.has('errcode')) return main.replaceChildren(...refusal());
  const { people } = await (await fetch('api/state')).json();
  return main.replaceChildren(...chooser(asked.get('page') === 'inside' ? 'inside' : 'outside', people));
}
start();
