import { XMLParser } from 'fast-xml-parser';

/** An element with children; a repeated child is a list, a lone one is not. Read through {@link childText} and {@link childList}. */
export interface XmlElement {
  [name: string]: XmlValue;
}
export type XmlValue = string | XmlElement | XmlValue[];

/** Not the XML the platform sends. `code` says why; the text itself is never repeated. */
export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(readonly code: 'too_large' | 'too_deep' | 'forbidden_markup' | 'malformed') {
    super(code);
  }
}

const MAX_BYTES = 65_536;
const MAX_DEPTH = 12;

const parser = new XMLParser({
  ignoreAttributes: true,
  // A MsgId has 64 bits: as a number it would lose its last digits.
  parseTagValue: false,
  trimValues: true,
  htmlEntities: true,
  maxNestedTags: MAX_DEPTH + 1,
});

/** Parses the content of the root `<xml>`. Refuses DOCTYPE, comments, processing instructions, deep nesting and oversize with {@link XmlError}. */
export function parseXml(given: string): XmlElement {
  const text = given.replace(/^\uFEFF/, '');
  if (Buffer.byteLength(text) > MAX_BYTES) throw new XmlError('too_large');
  refuseForbiddenMarkup(text);
  const root = Reflect.get(parseWellFormed(text), 'xml') as XmlValue | undefined;
  if (root === '') return {};
  if (root === undefined || typeof root === 'string' || Array.isArray(root)) throw new XmlError('malformed');
  return root;
}

/** The text of a child; empty when it is absent or not text. */
export function childText(element: XmlElement, name: string): string {
  const value = ownChild(element, name);
  return typeof value === 'string' ? value : '';
}

/** The one element of that name; empty when there is none. */
export function childElement(element: XmlElement, name: string): XmlElement {
  return elementsOf(ownChild(element, name))[0] ?? {};
}

/** All elements of that name, whether the platform sent none, one or many. */
export function childList(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(ownChild(element, name));
}

/** All texts of that name, whether the platform sent none, one or many. */
export function childTexts(element: XmlElement, name: string): string[] {
  const value = ownChild(element, name);
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

export type XmlContent = string | number | { [name: string]: XmlContent | XmlContent[] };

/** Writes `<xml>…</xml>`: numbers plain, text as CDATA, lists as repeated elements. */
export function buildXml(content: { [name: string]: XmlContent | XmlContent[] }): string {
  return `<xml>${buildChildren(content)}</xml>`;
}

function buildChildren(content: { [name: string]: XmlContent | XmlContent[] }): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `<${name}>${buildValue(one)}</${name}>`))
    .join('');
}

function buildValue(value: XmlContent): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  return buildChildren(value);
}

function parseWellFormed(text: string): object {
  try {
    return parser.parse(text, true) as object;
  } catch {
    throw new XmlError('malformed');
  }
}

// A worker may well type "<!DOCTYPE" into a chat: only markup outside CDATA counts, so the text is walked and not searched.
function refuseForbiddenMarkup(text: string) {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<![CDATA[', at)) {
      at = endOf(text, ']]>', at);
      continue;
    }
    const isDeclaration = at === 0 && text.startsWith('<?xml ');
    if (text[at + 1] === '!' || (text[at + 1] === '?' && !isDeclaration)) throw new XmlError('forbidden_markup');
    const end = endOf(text, '>', at);
    if (text[at + 1] === '/') depth -= 1;
    else if (!isDeclaration && text[end - 2] !== '/') depth += 1;
    if (depth > MAX_DEPTH) throw new XmlError('too_deep');
    at = end;
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  if (end < 0) throw new XmlError('malformed');
  return end + mark.length;
}

function ownChild(element: XmlElement, name: string): XmlValue | undefined {
  return Object.hasOwn(element, name) ? element[name] : undefined;
}

function elementsOf(value: XmlValue | undefined): XmlElement[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is XmlElement => typeof one === 'object' && !Array.isArray(one));
}
