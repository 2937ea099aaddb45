import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import type { Captured } from './kept-media';

/** Where a browser does not say how much it gives. */
const ROOM_BYTES = 50_000_000;

let opened: UseStore | null = null;
const store = (): UseStore => {
  opened ??= createStore('chejiantong-media', 'bytes');
  return opened;
};

/** Keeps what was captured under an id, over restarts. Throws when there is no room. */
export async function keepBytes(id: string, { content }: Captured): Promise<void> {
  if (typeof content === 'string') throw new TypeError('a browser captures bytes');
  // Bytes, not a Blob: older Safari loses the file behind a stored Blob.
  await set(id, await content.arrayBuffer(), store());
  askToStay();
}

/** Some of the bytes, all of them without a place; null when they are not on this phone any more. */
export async function readBytes(id: string, part?: { readonly offset: number; readonly length: number }): Promise<ArrayBuffer | null> {
  const bytes = await get<ArrayBuffer>(id, store());
  if (!(bytes instanceof ArrayBuffer)) return null;
  return part ? bytes.slice(part.offset, part.offset + part.length) : bytes;
}

export function dropBytes(id: string): Promise<void> {
  return del(id, store());
}

export async function keptIds(): Promise<string[]> {
  return (await keys(store())).map(String);
}

/** Where the browser's own picture and sound elements find it. */
export async function addressOf(id: string, contentType: string): Promise<string | null> {
  const bytes = await readBytes(id);
  return bytes && URL.createObjectURL(new Blob([bytes], { type: contentType }));
}

export function letGoOfAddress(address: string): void {
  URL.revokeObjectURL(address);
}

/** How much of the room for photos and voice is used, 0 to 1. */
export async function usedShareOfRoom(): Promise<number> {
  // Absent on insecure origins and on Safari before 17.
  const estimate = navigator.storage?.estimate ? await navigator.storage.estimate() : null;
  if (estimate?.quota) return Math.min(1, (estimate.usage ?? 0) / estimate.quota);
  let used = 0;
  for (const id of await keptIds()) used += (await readBytes(id))?.byteLength ?? 0;
  return Math.min(1, used / ROOM_BYTES);
}

/** A browser that is short of room throws away what sites have stored, unless it was asked not to. Some ask the person; nobody waits. */
function askToStay(): void {
  navigator.storage?.persist?.().catch((problem: unknown) => console.warn('may be thrown away', problem));
}
