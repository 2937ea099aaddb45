/** Bytes of UTF-8 the platform shows of one text or markdown; the rest it cuts. */
export const TEXT_BYTE_LIMIT = 2048;

// Control characters and lone surrogates would leave JSON as \uXXXX, which the platform refuses with 40033.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSENDABLE = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/gu;

/** The same text without the characters that cannot be sent. Keeps line breaks and tabs. */
export function sendable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSENDABLE, '');
}

/** Cuts to a number of characters as a reader counts them, with an ellipsis as the last one. */
export function cutToCharacters(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

/** Cuts at a character border to a number of UTF-8 bytes. */
export function cutToBytes(text: string, limit: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Splits what is too long for one message, at line ends where it can. Never returns an empty list for a text with content. */
export function splitToMessages(text: string, limit = TEXT_BYTE_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > limit) {
    const head = cutToBytes(rest, limit);
    const lineEnd = head.lastIndexOf('\n');
    const part = lineEnd > head.length / 2 ? head.slice(0, lineEnd) : head;
    parts.push(part);
    rest = rest.slice(part.length).replace(/^\n/, '');
  }
  return rest ? [...parts, rest] : parts;
}
