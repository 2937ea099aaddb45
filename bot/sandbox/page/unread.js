// What each person has not looked at yet, remembered by this browser.
import { LAMP_OF } from './rich-text.js';

const KEPT = 'sandbox.seen';
const SEVERITY = ['stop', 'wait', 'info', 'run', 'idle'];
const seen = JSON.parse(localStorage.getItem(KEPT) ?? '{}');

export function markSeen(personId, messages) {
  const last = messages[messages.length - 1]?.id;
  if (!last || seen[personId] === last) return;
  seen[personId] = last;
  localStorage.setItem(KEPT, JSON.stringify(seen));
}

/** How many of the bot's messages are new, and the most serious lamp among them. */
export function unreadOf(personId, messages) {
  const from = messages.findIndex(({ id }) => id === seen[personId]) + 1;
  const fresh = messages.slice(from).filter((message) => message.from === 'bot' && !message.recalled);
  const lamps = new Set(fresh.flatMap((message) => [...textOf(message)].flatMap((character) => LAMP_OF[character] ?? [])));
  return { count: fresh.length, lamp: SEVERITY.find((lamp) => lamps.has(lamp)) ?? 'info' };
}

function textOf(message) {
  if (message.kind !== 'card') return message.text ?? '';
  const { source, main_title, sub_title_text } = message.card;
  return [source?.desc, main_title?.title, main_title?.desc, sub_title_text].filter(Boolean).join(' ');
}
