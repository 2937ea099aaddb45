// The little markup the platform shows: links and lamps in texts, a subset of markdown.
import { element, safeAddress } from './element.js';

export const LAMP_OF = { '●': 'run', '◆': 'wait', '■': 'stop', '▲': 'info', '○': 'idle' };
// Up to the first stop; the colon of a time of day is none.
const LAMP = /[●◆■▲○] ?(?:[^\n·,，。;；:：]|:(?=\d))*/g;
const LINK = /<a href="([^"]*)">([^<]*)<\/a>/g;
const INLINE = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)|<font color="(info|comment|warning)">(.*?)<\/font>/g;
const FONT_LAMP = { info: 'lamp-run', comment: 'note', warning: 'lamp-stop' };

/** A text message. */
export function renderText(text) {
  return splitBy(text, LINK, ([, url, label]) => link(url, label), renderLamps);
}

/** A markdown message, line by line. */
export function renderMarkdown(text) {
  return text.split('\n').map((line) => {
    const heading = /^#{1,6} (.*)$/.exec(line);
    const quote = /^> ?(.*)$/.exec(line);
    if (heading) return element('strong', {}, ...renderInline(heading[1]), '\n');
    if (quote) return element('div', { class: 'quote' }, ...renderInline(quote[1]));
    return element('span', {}, ...renderInline(line), '\n');
  });
}

export function renderLamps(text) {
  return splitBy(
    text,
    LAMP,
    ([found]) => element('strong', { class: `lamp-${LAMP_OF[found[0]]}` }, found),
    (plain) => [plain],
  );
}

function renderInline(text) {
  const make = ([, bold, code, label, url, color, coloured]) => {
    if (bold) return element('strong', {}, ...renderLamps(bold));
    if (code) return element('code', {}, code);
    if (label) return link(url, label);
    return element('span', { class: FONT_LAMP[color] }, coloured);
  };
  return splitBy(text, INLINE, make, renderLamps);
}

function link(url, label) {
  const href = safeAddress(url);
  return href ? element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label) : label;
}

function splitBy(text, pattern, makeMatch, makePlain) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(...makePlain(text.slice(at, match.index)), makeMatch(match));
    at = match.index + match[0].length;
  }
  parts.push(...makePlain(text.slice(at)));
  return parts.filter((part) => part !== '');
}
