import { createHash } from 'node:crypto';
import { type MediaDto, mediaDto, openUploadBody, type UploadDto, uploadDto, uploadPartDto } from '../../../server/contracts/api/media';
import type { ErrorCode } from '../../../server/contracts/errors';
import { Refused } from './refused';

type Upload = { readonly kind: 'photo' | 'voice'; readonly bytes: number; readonly sha256: string; parts: Uint8Array[]; done: boolean };

/** The media room of the stub: takes in parts, checks that they are what was announced, and lets a test say no. */
export class StubMedia {
  private readonly uploads = new Map<string, Upload>();
  /** What is kept, by the digest of its bytes. */
  readonly kept = new Map<string, MediaDto>();
  /** The sizes of the parts that came, in their order. */
  readonly parts: number[] = [];
  /** Says no when something is finished, this once. */
  refuse: ErrorCode | null = null;

  open(body: unknown): UploadDto {
    const { kind, bytes, sha256 } = openUploadBody.parse(body);
    const known = this.kept.get(sha256);
    if (known) return uploadDto.parse({ uploadId: null, offset: bytes, mediaId: known.mediaId });
    const begun = [...this.uploads].find(([, upload]) => !upload.done && upload.sha256 === sha256);
    if (begun) return uploadDto.parse({ uploadId: begun[0], offset: sizeOf(begun[1]), mediaId: null });
    const uploadId = (this.uploads.size + 1).toString(16).padStart(24, '0');
    this.uploads.set(uploadId, { kind, bytes, sha256, parts: [], done: false });
    return uploadDto.parse({ uploadId, offset: 0, mediaId: null });
  }

  take(uploadId: string, offset: number, bytes: Uint8Array) {
    const upload = this.find(uploadId);
    if (offset !== sizeOf(upload)) throw new Refused('upload_offset', { offset: sizeOf(upload) });
    upload.parts.push(bytes);
    this.parts.push(bytes.byteLength);
    return uploadPartDto.parse({ offset: sizeOf(upload) });
  }

  finish(uploadId: string): MediaDto {
    const upload = this.find(uploadId);
    const { refuse } = this;
    this.refuse = null;
    if (refuse) {
      this.uploads.delete(uploadId);
      throw new Refused(refuse);
    }
    if (sizeOf(upload) < upload.bytes) throw new Refused('upload_incomplete', { offset: sizeOf(upload), bytes: upload.bytes });
    const digest = createHash('sha256');
    for (const part of upload.parts) digest.update(part);
    if (digest.digest('hex') !== upload.sha256) throw new Refused('upload_damaged');
    upload.done = true;
    const photo = upload.kind === 'photo';
    const media = mediaDto.parse({
      mediaId: uploadId,
      kind: upload.kind,
      width: photo ? 640 : null,
      height: photo ? 480 : null,
      durationMs: photo ? null : 6_000,
      contentType: photo ? 'image/jpeg' : 'audio/mpeg',
      url: `/api/v1/media/${uploadId}/${photo ? 'display' : 'audio'}`,
      thumbUrl: photo ? `/api/v1/media/${uploadId}/thumb` : null,
      playable: true,
      urlsExpireAt: new Date(Date.now() + 600_000).toISOString(),
    });
    this.kept.set(upload.sha256, media);
    return media;
  }

  /** What is attached to something, as an answer shows it. Refuses what is not here. */
  attached(photoIds: readonly string[], voiceId: string | null) {
    const ids = voiceId ? [...photoIds, voiceId] : [...photoIds];
    const media = [...this.kept.values()].filter(({ mediaId }) => ids.includes(mediaId));
    const mediaIds = ids.filter((id) => media.every(({ mediaId }) => mediaId !== id));
    if (mediaIds.length > 0) throw new Refused('media_unknown', { mediaIds });
    return { photoIds: [...photoIds], voiceId, media };
  }

  private find(uploadId: string): Upload {
    const upload = this.uploads.get(uploadId);
    if (!upload) throw new Refused('not_found', { what: 'upload' });
    return upload;
  }
}

const sizeOf = ({ parts }: Upload): number => parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
