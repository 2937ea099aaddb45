import type { Storage } from '../../platform';
import { type MediaLinks, mediaLinks } from './domain/media-links';
import type { DecodeVoice } from './voice-decoder';

export type MediaEquipment = {
  readonly storage: Storage;
  /** Signs the addresses of pictures and recordings; at least 32 bytes. */
  readonly linkSecret: string;
  /** Without one, voice notes are kept in the format they came in. */
  readonly decodeVoice?: DecodeVoice;
};

let storage: Storage | null = null;
let links: MediaLinks | null = null;
let decodeVoice: DecodeVoice = async () => null;

/** Hands the room what it works with. Once, when the house is put together. */
export function equipMedia(equipment: MediaEquipment): void {
  storage = equipment.storage;
  links = mediaLinks(equipment.linkSecret);
  decodeVoice = equipment.decodeVoice ?? (async () => null);
}

export function storageOfMedia(): Storage {
  if (!storage) throw new Error('the room media has no storage: call media({ storage, linkSecret }) first');
  return storage;
}

export function linksOfMedia(): MediaLinks {
  if (!links) throw new Error('the room media has no secret: call media({ storage, linkSecret }) first');
  return links;
}

export const decoderOfMedia = (): DecodeVoice => decodeVoice;
