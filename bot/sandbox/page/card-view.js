// A template card as the client draws it.
import { element, safeAddress } from './element.js';
import { LAMP_OF, renderLamps } from './rich-text.js';
import { words } from './words.js';

const SOURCE_LAMP = { 2: 'stop', 3: 'run' };
/** Button styles the platform draws in red. */
const REFUSING_STYLES = new Set([2, 3]);

/** `onTap(key, selected)` is called for buttons, menu items and submits. */
export function renderCard(message, onTap) {
  const { card, closedWith } = message;
  const face = element(
    'div',
    { class: 'face' },
    renderSource(card.source),
    card.main_title?.title && element('h2', {}, ...renderLamps(card.main_title.title)),
    card.main_title?.desc && element('p', { class: 'note' }, ...renderLamps(card.main_title.desc)),
    card.emphasis_content?.title && element('p', { class: 'figure' }, card.emphasis_content.title),
    card.emphasis_content?.desc && element('p', { class: 'note' }, card.emphasis_content.desc),
    card.sub_title_text && element('p', {}, ...renderLamps(card.sub_title_text)),
    renderQuote(card.quote_area ?? card.image_text_area),
    renderFacts(card.horizontal_content_list),
    ...(card.vertical_content_list ?? []).map(({ title, desc }) => element('p', {}, element('strong', {}, title), ' ', desc ?? '')),
    ...renderChoices(card, closedWith),
  );
  const image = safeAddress(card.card_image?.url);
  return element(
    'article',
    { class: 'card', 'data-task': message.taskId },
    image && element('img', { src: image, alt: '' }),
    face,
    ...renderJumps(card),
    renderButtons(card, closedWith, (key) => onTap(key, readChoices(face))),
  );
}

function renderSource(source) {
  if (!source?.desc) return undefined;
  const lamp = LAMP_OF[source.desc[0]] ?? SOURCE_LAMP[source.desc_color] ?? 'idle';
  return element('span', { class: `tag ${lamp}` }, source.desc);
}

function renderQuote(quote) {
  const text = [quote?.title, quote?.quote_text ?? quote?.desc].filter(Boolean).join('\n');
  return text ? element('blockquote', { class: 'quote' }, text) : undefined;
}

function renderFacts(facts) {
  if (!facts?.length) return undefined;
  const rows = facts.flatMap((fact) => {
    const href = fact.type === 1 ? safeAddress(fact.url) : undefined;
    const value = href
      ? [element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, fact.value ?? '')]
      : renderLamps(fact.value ?? '');
    return [element('dt', {}, fact.keyname), element('dd', {}, ...value)];
  });
  return element('dl', {}, ...rows);
}

function renderChoices(card, closedWith) {
  const selects = [...(card.select_list ?? []), ...(card.button_selection ? [card.button_selection] : [])].map((select) =>
    element(
      'label',
      { class: 'choice' },
      element('span', { class: 'note' }, select.title ?? ''),
      element(
        'select',
        { 'data-question': select.question_key, disabled: Boolean(closedWith) || select.disable || null },
        ...select.option_list.map(({ id, text }) => element('option', { value: id, selected: id === select.selected_id }, text)),
      ),
    ),
  );
  if (!card.checkbox) return selects;
  const type = card.checkbox.mode === 1 ? 'checkbox' : 'radio';
  const options = card.checkbox.option_list.map(({ id, text, is_checked }) =>
    element(
      'label',
      {},
      element('input', {
        type,
        name: `${card.task_id}-${card.checkbox.question_key}`,
        value: id,
        checked: is_checked,
        disabled: Boolean(closedWith) || null,
      }),
      text,
    ),
  );
  return [...selects, element('fieldset', { 'data-question': card.checkbox.question_key }, ...options)];
}

function readChoices(face) {
  const selected = {};
  for (const select of face.querySelectorAll('select[data-question]')) selected[select.dataset.question] = [select.value];
  for (const set of face.querySelectorAll('fieldset[data-question]')) {
    selected[set.dataset.question] = [...set.querySelectorAll('input:checked')].map(({ value }) => value);
  }
  return selected;
}

function renderJumps(card) {
  const jumps = (card.jump_list ?? []).map((jump) => ({ ...jump, title: jump.title }));
  if (card.card_action?.type) jumps.push({ ...card.card_action, title: words('card.details') });
  return jumps.flatMap((jump) => {
    // A mini-program page opens as the same page of the web app.
    const href = jump.type === 2 ? `/app/#/${(jump.pagepath ?? '').replace(/^\/+/, '')}` : safeAddress(jump.url);
    return href ? [element('a', { class: 'jump', href, target: '_blank', rel: 'noopener noreferrer' }, jump.title)] : [];
  });
}

function renderButtons(card, closedWith, onTap) {
  const buttons = [
    ...(card.button_list ?? []),
    ...(card.submit_button ? [{ ...card.submit_button, style: 1 }] : []),
    ...(card.action_menu?.action_list ?? []),
  ];
  if (buttons.length === 0) return undefined;
  if (closedWith) return element('div', { class: 'buttons' }, element('p', { class: 'closed' }, closedWith));
  return element('div', { class: 'buttons' }, ...buttons.map((button) => renderButton(button, onTap)));
}

function renderButton({ text, style, key, type, url }, onTap) {
  const tap = ({ currentTarget }) => {
    const href = type === 1 ? safeAddress(url) : undefined;
    if (href) return window.open(href, '_blank', 'noopener');
    if (currentTarget.getAttribute('aria-busy') === 'true') return undefined;
    currentTarget.setAttribute('aria-busy', 'true');
    return onTap(key);
  };
  return element('button', { type: 'button', class: REFUSING_STYLES.has(style) && 'refuse', onclick: tap }, text);
}
