import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MediaDto, MediaKind, UploadDto, UploadPartDto } from '../../../server/contracts/api/media';
import { finishUpload, media, openUpload, takePart } from '../../../server/modules/media';
import type { Outcome, Refusal } from '../../../server/platform';
import { asPerson, type TestPerson } from '../../support';
import { storageInMemory, type TestStorage } from '../../support/storage';

export const MEDIA_SECRET = 'a secret of the tests, long enough to be taken';
export const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, 'fixtures', name));
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The room with a storage of its own, which a test can look into. */
export function openRoom(): { storage: TestStorage; room: ReturnType<typeof media> } {
  const storage = storageInMemory();
  return { storage, room: media({ storage, linkSecret: MEDIA_SECRET }) };
}

type Who = Pick<TestPerson, 'actor'>;

export const announce = (person: Who, kind: MediaKind, bytes: Uint8Array, now?: Date): Promise<UploadDto> =>
  asPerson(person).must(openUpload, { kind, bytes: bytes.length, sha256: sha256(bytes) }, now ? { now } : {});

export const part = (
  person: Who,
  uploadId: string,
  offset: number,
  bytes: Uint8Array,
  now?: Date,
): Promise<Outcome<UploadPartDto, Refusal>> => asPerson(person).run(takePart, { uploadId, offset, bytes }, now ? { now } : {});

export const finish = (person: Who, uploadId: string, options: { key?: string; now?: Date } = {}): Promise<Outcome<MediaDto, Refusal>> =>
  asPerson(person).run(finishUpload, { uploadId }, options);

/** Announces, sends and finishes in one go. */
export async function send(person: Who, kind: MediaKind, bytes: Uint8Array, now?: Date): Promise<Outcome<MediaDto, Refusal>> {
  const { uploadId } = await announce(person, kind, bytes, now);
  if (!uploadId) throw new Error('these bytes are here already');
  const size = 512 * 1024;
  for (let offset = 0; offset < bytes.length; offset += size)
    await part(person, uploadId, offset, bytes.subarray(offset, offset + size), now);
  return finish(person, uploadId, now ? { now } : {});
}

export async function sent(person: Who, kind: MediaKind, bytes: Uint8Array, now?: Date): Promise<MediaDto> {
  const outcome = await send(person, kind, bytes, now);
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

export const refusalOf = (outcome: { kind: string; refusal?: unknown }): unknown => ('refusal' in outcome ? outcome.refusal : outcome.kind);
