import { textAt, viewOf } from './voice-reading';

/** A box of an MP4: where it starts, where what is in it starts, and where it ends. */
export type Box = { readonly name: string; readonly start: number; readonly body: number; readonly end: number };

/** The boxes of a name right inside another. */
export const within = (bytes: Uint8Array, parent: Box, name: string): Box[] =>
  (boxes(bytes, parent.body, parent.end) ?? []).filter((box) => box.name === name);

/** The boxes side by side between two places; null when they do not fill it exactly. */
export function boxes(bytes: Uint8Array, from: number, to: number): Box[] | null {
  const view = viewOf(bytes);
  const found: Box[] = [];
  for (let at = from; at < to; ) {
    if (at + 8 > to) return null;
    const short = view.getUint32(at);
    const long = short === 1;
    if (long && at + 16 > to) return null;
    const size = long ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    const body = at + (long ? 16 : 8);
    if (size < body - at || at + size > to) return null;
    found.push({ name: textAt(bytes, at + 4, 4), start: at, body, end: at + size });
    at += size;
  }
  return found;
}
