import { accepted, type Outcome, type Refusal } from '../../platform';
import { storageOfMedia } from './equipment';
import { copyKey } from './keys';
import { makePhoto } from './make-photo';
import { makeVoice } from './make-voice';
import type { Media } from './models/media.model';
import type { Upload } from './models/upload.model';

export type MadeMedia = Pick<Media, 'contentType' | 'width' | 'height' | 'durationMs' | 'playable' | 'hasSource'>;

/** Checks what came, makes the copies that are shown or played, and stores them under the upload's own id. */
export async function makeMedia({ _id, factoryId, kind }: Upload, bytes: Buffer): Promise<Outcome<MadeMedia, Refusal>> {
  const keep = (variant: Parameters<typeof copyKey>[2], copy: Uint8Array) =>
    storageOfMedia().put(copyKey(factoryId, _id.toHexString(), variant), copy);
  if (kind === 'photo') {
    const made = await makePhoto(bytes);
    if (made.kind === 'refused') return made;
    const { display, thumb, contentType, width, height } = made.value;
    await keep('display', display);
    await keep('thumb', thumb);
    return accepted({ contentType, width, height, durationMs: null, playable: true, hasSource: false });
  }
  const made = await makeVoice(bytes);
  if (made.kind === 'refused') return made;
  const { audio, source, contentType, durationMs, playable } = made.value;
  await keep('audio', audio);
  if (source) await keep('source', source);
  return accepted({ contentType, width: null, height: null, durationMs, playable, hasSource: source !== null });
}
