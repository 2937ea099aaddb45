// Builds elements. Text goes in as text and never as markup: what people type is shown, not run.

/** `element('p', { class: 'note' }, 'text', child)`; attributes that are null, undefined or (but for aria) false are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === false ? key.startsWith('aria-') : value !== undefined && value !== null) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
  return made;
}

/** Only addresses a browser may follow from a message: web pages and our own. */
export function safeAddress(url) {
  return /^(https?:\/\/|\/(?!\/))/i.test(url ?? '') ? url : undefined;
}
