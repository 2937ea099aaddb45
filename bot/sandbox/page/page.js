// The chat page: be somebody, talk to the bot, watch the line, break things.
import { forgetDrawn, renderChat } from './chat-view.js';
import { element } from './element.js';
import { inApp, throughClient } from './in-app.js';
import { markSeen, unreadOf } from './unread.js';
import { renderWire, renderWireEntry } from './wire-view.js';
import { language, loadLanguage, nameOf, words } from './words.js';

const KEPT_THEME = 'sandbox.theme';
const KEPT_PERSON = 'sandbox.person';
const PANELS = ['talk', 'who', 'wire'];

const at = (id) => document.getElementById(id);
const state = {
  people: [],
  hints: {},
  chats: {},
  wire: [],
  faults: [],
  forgeries: [],
  me: localStorage.getItem(KEPT_PERSON),
  panel: 'talk',
  lastSaid: '',
};

async function post(path, body) {
  try {
    const response = await fetch(`api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok;
  } catch {
    // No connection: for the person it is the same as a refusal, and the words stay where they are.
    return false;
  }
}

async function loadState() {
  const response = await fetch('api/state');
  Object.assign(state, await response.json());
  if (!state.people.some(({ id }) => id === state.me)) state.me = state.people[0]?.id;
  drawAll();
}

function listen() {
  const events = new EventSource('api/events');
  let wasCut = false;
  events.addEventListener('open', () => {
    showLine('cut-off', '');
    if (wasCut) loadState();
    wasCut = false;
  });
  events.addEventListener('error', () => {
    wasCut = true;
    showLine('cut-off', words('talk.cut_off'));
  });
  events.addEventListener('message', ({ data }) => take(JSON.parse(data)));
}

function take(change) {
  if (change.kind === 'wire') takeWire(change.entry);
  else if (change.kind === 'faults') {
    state.faults = change.faults;
    drawFaults();
  } else takeMessage(change.personId, change.message);
}

function takeWire(entry) {
  const known = state.wire.findIndex(({ id }) => id === entry.id);
  if (known >= 0) state.wire[known] = entry;
  else state.wire.push(entry);
  renderWireEntry(at('wire'), entry);
}

function takeMessage(personId, message) {
  const chat = state.chats[personId] ?? [];
  const known = chat.findIndex(({ id }) => id === message.id);
  if (known >= 0) chat[known] = message;
  else chat.push(message);
  state.chats[personId] = chat;
  if (personId === state.me) drawChat();
  drawPeople();
}

function drawAll() {
  drawTabs();
  drawPeople();
  drawFaults();
  drawForgeries();
  drawSettings();
  drawHints();
  drawChat();
  renderWire(at('wire'), state.wire);
  // Reached by keyboard, so that they can be scrolled by it.
  at('chat').tabIndex = 0;
  at('wire').tabIndex = 0;
  at('chat').setAttribute('aria-label', words('talk.label'));
  at('wire').setAttribute('aria-label', words('wire.title'));
  at('words').setAttribute('aria-label', words('talk.words'));
  at('words').placeholder = words('talk.placeholder');
}

function drawChat() {
  const messages = state.chats[state.me] ?? [];
  renderChat(at('chat'), messages, async (message, key, selected) => {
    const tapped = await post('taps', { personId: state.me, taskId: message.taskId, key, selected });
    showLine('not-sent', tapped ? '' : words('talk.not_tapped'));
    // The card changes when the product says so; until then, or when it never does, it may be pressed again.
    setTimeout(
      () => {
        forgetDrawn(message.id);
        drawChat();
      },
      tapped ? 4000 : 0,
    );
  });
  if (document.visibilityState === 'visible') markSeen(state.me, messages);
}

function drawPeople() {
  const rows = state.people.map((person) => {
    const isMe = person.id === state.me;
    const { count, lamp } = isMe ? { count: 0 } : unreadOf(person.id, state.chats[person.id] ?? []);
    const badge = count > 0 && element('span', { class: `tag ${lamp}`, title: words('who.unread', { count }) }, String(count));
    return element(
      'li',
      {},
      element(
        'button',
        { class: 'row', type: 'button', 'aria-current': isMe, 'data-person': person.id, onclick: () => become(person.id) },
        nameOf(person),
        badge || '',
      ),
    );
  });
  keepingFocus(at('people'), 'person', rows);
  drawTabs();
}

function become(personId) {
  state.me = personId;
  localStorage.setItem(KEPT_PERSON, personId);
  showLine('not-sent', '');
  forgetDrawn();
  drawHints();
  at('chat').scrollTop = at('chat').scrollHeight;
  drawChat();
  drawPeople();
  at('chat').scrollTop = at('chat').scrollHeight;
  showPanel('talk');
}

function drawFaults() {
  const rows = state.faults.map(({ name, on, once }) => {
    const lamp = on ? element('span', { class: 'lamp' }, words(once ? 'fault.next' : 'fault.on')) : '';
    const flip = () => post('faults', { name, on: !on });
    return element(
      'li',
      {},
      element(
        'button',
        {
          class: 'row',
          type: 'button',
          role: 'switch',
          'aria-checked': on,
          title: words(`faults.note.${name}`),
          'data-fault': name,
          'data-once': once || null,
          onclick: flip,
        },
        words(`fault.${name}`),
        lamp,
      ),
      on ? element('p', { class: 'note what' }, words(`faults.note.${name}`)) : '',
    );
  });
  const anyOn = state.faults.some(({ on }) => on);
  const clear = element(
    'button',
    { class: 'clear', type: 'button', 'data-fault': 'clear', onclick: () => post('repairs', {}) },
    words('fault.clear'),
  );
  keepingFocus(at('faults'), 'fault', anyOn ? [element('li', {}, clear), ...rows] : rows);
}

function drawForgeries() {
  const rows = state.forgeries.map((kind) =>
    element(
      'li',
      {},
      element(
        'button',
        { class: 'row', type: 'button', 'data-forgery': kind, onclick: () => post('forgeries', { kind }) },
        words(`forgery.${kind}`),
      ),
    ),
  );
  keepingFocus(at('forgeries'), 'forgery', rows);
}

function drawSettings() {
  const flipTheme = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  const flipLanguage = async () => {
    await loadLanguage(language === 'en' ? 'zh-CN' : 'en');
    forgetDrawn();
    drawAll();
  };
  at('settings').replaceChildren(
    element('button', { type: 'button', onclick: flipTheme }, words('settings.theme')),
    element('button', { type: 'button', onclick: flipLanguage }, words('settings.language')),
  );
}

function drawHints() {
  const hints = state.hints[language] ?? words('hints').split('|');
  const fill = (hint) => () => {
    at('words').value = hint;
    at('words').focus();
  };
  const send = (kind) => async () => {
    const sent = await post('sends', { personId: state.me, kind });
    showLine('not-sent', sent ? '' : words('talk.not_sent_media'));
  };
  at('hints').replaceChildren(
    element('a', { class: 'open-app', id: 'open-app', href: inApp(state.me), target: '_blank', rel: 'noopener' }, words('talk.open_app')),
    ...hints.map((hint) => element('button', { type: 'button', onclick: fill(hint) }, hint)),
    ...['voice', 'image'].map((kind) =>
      element('button', { type: 'button', class: 'quiet', 'data-send': kind, onclick: send(kind) }, words(`talk.send.${kind}`)),
    ),
  );
}

function drawTabs() {
  const me = state.people.find(({ id }) => id === state.me);
  const waiting = state.people
    .filter(({ id }) => id !== state.me)
    .reduce((sum, { id }) => sum + unreadOf(id, state.chats[id] ?? []).count, 0);
  const rows = PANELS.map((panel) => {
    const label = panel === 'talk' && me ? nameOf(me) : words(`tabs.${panel}`);
    const badge =
      panel === 'who' && waiting > 0
        ? element('span', { class: 'tag info', title: words('who.unread', { count: waiting }) }, String(waiting))
        : '';
    return element(
      'button',
      { type: 'button', 'aria-current': panel === state.panel, 'data-panel': panel, onclick: () => showPanel(panel) },
      label,
      badge,
    );
  });
  keepingFocus(at('tabs'), 'panel', rows);
}

function showPanel(panel) {
  state.panel = panel;
  at('sandbox').dataset.panel = panel;
  drawTabs();
  if (panel === 'wire') at('wire').scrollTop = at('wire').scrollHeight;
}

/** Draws a list anew and leaves the focus on the same thing. */
function keepingFocus(list, mark, rows) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset[mark] : undefined;
  list.replaceChildren(...rows);
  if (focused !== undefined) list.querySelector(`[data-${mark}="${CSS.escape(focused)}"]`)?.focus();
}

function showLine(id, text) {
  at(id).textContent = text;
  at(id).hidden = text === '';
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEPT_THEME, theme);
}

function followKeys() {
  const typed = at('words');
  at('say').addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = typed.value.trim();
    if (!text) return typed.focus();
    const sent = await post('says', { personId: state.me, text });
    showLine('not-sent', sent ? '' : words('talk.not_sent'));
    if (!sent) return undefined;
    state.lastSaid = text;
    typed.value = '';
    at('chat').scrollTop = at('chat').scrollHeight;
    return undefined;
  });
  typed.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' || typed.value !== '') return;
    typed.value = state.lastSaid;
    event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.matches('input, select')) return;
    event.preventDefault();
    showPanel('talk');
    typed.focus();
  });
}

// What leads from a message into the app opens as the client opens it: signed in as whoever reads the message.
at('chat').addEventListener(
  'click',
  ({ target }) => {
    const link = target.closest?.('a[href]');
    if (link) link.href = throughClient(link.href, state.me);
  },
  true,
);

document.documentElement.dataset.theme =
  localStorage.getItem(KEPT_THEME) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
document.addEventListener('visibilitychange', () => state.me && drawChat());

async function start() {
  await loadLanguage();
  followKeys();
  await loadState();
  listen();
  at('chat').scrollTop = at('chat').scrollHeight;
}
start();
