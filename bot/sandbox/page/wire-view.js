// Every request on the right, from the product's side: what came in, what went out.
import { element } from './element.js';
import { language, words } from './words.js';

const SHOWN = 200;
/** These say something about the answer and stand in its line. */
const ANSWER_NOTES = new Set(['answer_empty', 'answer_ignored']);

export function renderWire(list, entries) {
  list.replaceChildren(
    ...(entries.length > 0 ? entries.slice(-SHOWN).map(renderEntry) : [element('div', { class: 'entry' }, words('wire.nothing'))]),
  );
  list.scrollTop = list.scrollHeight;
}

/** Draws one entry in its place, or at the end. */
export function renderWireEntry(list, entry) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const old = list.querySelector(`[data-entry="${entry.id}"]`);
  if (old) old.replaceWith(renderEntry(entry));
  else {
    list.querySelector('.entry:not([data-entry])')?.remove();
    list.append(renderEntry(entry));
    while (list.children.length > SHOWN) list.firstElementChild.remove();
  }
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function renderEntry(entry) {
  const arrows = entry.direction === 'to_product' ? ['←', '→'] : ['→', '←'];
  const notes = entry.notes.filter(({ key }) => !ANSWER_NOTES.has(key)).map((note) => element('p', {}, noteText(note)));
  return element(
    'div',
    { class: 'entry', 'data-entry': entry.id },
    element(
      'p',
      { class: 'request' },
      timeText(entry.at, 0),
      ' ',
      element('span', { class: 'asked' }, `${arrows[0]} ${entry.method} ${entry.path}`),
    ),
    ...notes,
    renderAnswer(entry, arrows[1]),
  );
}

function renderAnswer(entry, arrow) {
  if (entry.state === 'under_way') return element('p', {}, words('wire.under_way'));
  const remark = entry.notes.find(({ key }) => ANSWER_NOTES.has(key));
  const number = entry.direction === 'to_platform' ? entry.errcode : entry.status;
  const said = entry.state === 'lost' ? [words('wire.lost')] : [number, entry.errmsg, entry.gave, remark && words(`wire.${remark.key}`)];
  const text = [arrow, ...said.filter((part) => part !== undefined && part !== ''), words('wire.ms', { ms: entry.ms })].join(' ');
  return element(
    'p',
    { class: 'answer' },
    timeText(entry.at, entry.ms),
    ' ',
    element('span', { class: entry.state === 'accepted' ? 'ok' : 'bad' }, text),
  );
}

/** Values that are themselves names of something with words. */
const NAMED = {
  media_sent: ['kind', 'talk.file'],
  fault: ['name', 'fault'],
  forged: ['kind', 'forgery'],
  refused_by_product: ['reason', 'refusal'],
};

function noteText({ key, values = {} }) {
  const [value, family] = NAMED[key] ?? [];
  return words(`note.${key}`, family ? { ...values, [value]: words(`${family}.${values[value]}`) } : values);
}

function timeText(at, laterMs) {
  const time = new Date(Date.parse(at) + laterMs);
  return `${time.toLocaleTimeString(language, { hour12: false })}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
