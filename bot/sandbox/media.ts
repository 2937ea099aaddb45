import { randomBytes } from 'node:crypto';
import { refuseUnless } from './refusal';

const LIFE_MS = 3 * 24 * 3_600_000;
const MEGABYTE = 1024 * 1024;
const LEAST_BYTES = 5;
const SIZE_LIMITS: Record<string, number> = { image: 10 * MEGABYTE, voice: 2 * MEGABYTE, video: 10 * MEGABYTE, file: 20 * MEGABYTE };

interface StoredMedia {
  bytes: Buffer;
  name: string;
  contentType: string;
  createdAt: number;
}

/** media/upload and media/get: three days, size limits, AMR for voices. */
export function createMedia(clock: () => Date) {
  const stored = new Map<string, StoredMedia>();

  function find(mediaId: string): StoredMedia | undefined {
    const media = stored.get(mediaId);
    return media && clock().getTime() - media.createdAt <= LIFE_MS ? media : undefined;
  }

  function keep(media: Omit<StoredMedia, 'createdAt'>): string {
    const mediaId = randomBytes(24).toString('base64url');
    stored.set(mediaId, { ...media, createdAt: clock().getTime() });
    return mediaId;
  }

  return {
    find,
    keep,
    async upload(query: URLSearchParams, body: Buffer, contentType: string) {
      const type = query.get('type') ?? '';
      const limit = SIZE_LIMITS[type];
      refuseUnless(limit, 40004, 'invalid media type');
      const file = await readFile(body, contentType);
      refuseUnless(file, 41005, 'media data missing');
      const bytes = Buffer.from(await file.arrayBuffer());
      refuseUnless(bytes.length > LEAST_BYTES, 44001, 'empty media data');
      refuseUnless(bytes.length <= limit, 45001, 'media size out of limit');
      refuseUnless(type !== 'voice' || bytes.subarray(0, 5).toString('latin1') === '#!AMR', 40004, 'voice must be AMR');
      const mediaId = keep({ bytes, name: file.name, contentType: file.type });
      return { type, media_id: mediaId, created_at: String(Math.floor(clock().getTime() / 1000)) };
    },
  };
}
export type Media = ReturnType<typeof createMedia>;

async function readFile(body: Buffer, contentType: string): Promise<File | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const media = form.get('media');
    return typeof media === 'object' && media !== null ? media : undefined;
  } catch {
    // Not multipart at all: the platform says the same as for a missing part.
    return undefined;
  }
}
