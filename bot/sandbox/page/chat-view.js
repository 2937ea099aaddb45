// One person's chat in the middle.
import { renderCard } from './card-view.js';
import { element, safeAddress } from './element.js';
import { renderMarkdown, renderText } from './rich-text.js';
import { language, words } from './words.js';

const PAUSE_MS = 5 * 60_000;

/** What is drawn already, so that a choice half made survives the next message. */
const drawn = new Map();

/** Makes the next drawing start afresh: for one message, or for all. */
export function forgetDrawn(messageId) {
  if (messageId === undefined) drawn.clear();
  else drawn.delete(messageId);
}

/** Puts the chat in order; only what changed is drawn anew. `onTap(message, key, selected)`. */
export function renderChat(log, messages, onTap) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const focused = document.activeElement?.closest?.('[data-task]')?.dataset.task;
  log.replaceChildren(
    ...(messages.length > 0 ? withTimes(messages, onTap) : [element('div', { class: 'nothing' }, words('talk.nothing'))]),
  );
  if (focused) log.querySelector(`[data-task="${CSS.escape(focused)}"] button`)?.focus();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function withTimes(messages, onTap) {
  let before = 0;
  return messages.flatMap((message) => {
    const at = Date.parse(message.at);
    const shown = at - before > PAUSE_MS ? [element('div', { class: 'note time' }, clockText(at))] : [];
    before = at;
    return [...shown, drawOnce(message, onTap)];
  });
}

function drawOnce(message, onTap) {
  const content = JSON.stringify(message);
  const known = drawn.get(message.id);
  if (known?.content === content) return known.node;
  const node = renderMessage(message, onTap);
  drawn.set(message.id, { content, node });
  return node;
}

function clockText(at) {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false });
}

function renderMessage(message, onTap) {
  if (message.recalled) return element('div', { class: 'bubble recalled' }, words('talk.recalled'));
  const bubble = { class: message.from === 'member' ? 'bubble mine' : 'bubble' };
  switch (message.kind) {
    case 'text':
      return element('div', bubble, ...(message.from === 'bot' ? renderText(message.text) : [message.text]));
    case 'markdown':
      return element('div', bubble, ...renderMarkdown(message.text));
    case 'card':
      return element(
        'div',
        { style: 'width:100%' },
        renderCard(message, (key, selected) => onTap(message, key, selected)),
      );
    case 'link': {
      const href = safeAddress(message.url);
      const open = href && element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, message.action || words('card.open'));
      return element('div', bubble, element('strong', {}, message.title), '\n', message.text, open && '\n', open);
    }
    default:
      return element('div', bubble, words(`talk.file.${message.fileKind}`));
  }
}
