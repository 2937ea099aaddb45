import * as z from 'zod/mini';
import { id } from './primitives';

export const MEDIA_KINDS = ['photo', 'voice'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What may be sent, for the phone to check before it sends. Bytes are those of the original. */
export const MEDIA_LIMITS = {
  photo: { mostBytes: 10_000_000, mostPixels: 40_000_000 },
  voice: { mostBytes: 3_000_000, mostSeconds: 60 },
} as const;
/** The largest part of an upload. */
export const MOST_PART_BYTES = 512 * 1024;

const whole = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** Announces a photo or a voice note: its size in bytes and the SHA-256 of its bytes, in lower-case hex. */
export const openUploadBody = z.strictObject({
  kind: z.enum(MEDIA_KINDS),
  bytes: z.number().check(z.int(), z.minimum(1), z.maximum(2_147_483_647)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
/** Either the bytes are here already, and are not sent again (`mediaId`), or they go to `uploadId`, from `offset` on. */
export const uploadDto = z.object({
  uploadId: z.nullable(z.string()),
  offset: z.number(),
  mediaId: z.nullable(z.string()),
});
export type UploadDto = z.infer<typeof uploadDto>;

/** A part as raw bytes (`application/octet-stream`), at most `MOST_PART_BYTES`; `offset` stands in the query string. */
export const uploadPartInput = z.strictObject({
  uploadId: id,
  offset: whole,
  bytes: z.custom<Uint8Array>((it) => it instanceof Uint8Array),
});
/** How many bytes are here now: where the next part begins. */
export const uploadPartDto = z.object({ offset: z.number() });
export type UploadPartDto = z.infer<typeof uploadPartDto>;
export const finishUploadBody = z.strictObject({ uploadId: id });

export const MEDIA_VARIANTS = ['thumb', 'display', 'audio'] as const;
export type MediaVariant = (typeof MEDIA_VARIANTS)[number];

/**
 * A photo or a voice note. The addresses are paths of this server, good without a sign-in until `urlsExpireAt`, for `<img>`, `<audio>`
 * and WeChat's own players; whoever shows it later asks again (`GET /media/:mediaId`) or sends a bearer token.
 */
export const mediaDto = z.object({
  mediaId: z.string(),
  kind: z.enum(MEDIA_KINDS),
  /** Pixels of the display copy; null for a voice note. */
  width: z.nullable(z.number()),
  height: z.nullable(z.number()),
  /** Null for a photo. */
  durationMs: z.nullable(z.number()),
  contentType: z.string(),
  url: z.string(),
  thumbUrl: z.nullable(z.string()),
  /** Plays in WeChat and in every browser. False for a voice note in a format that not all of them know. */
  playable: z.boolean(),
  urlsExpireAt: z.string(),
});
export type MediaDto = z.infer<typeof mediaDto>;

export const MOST_PHOTOS = 9;
/** What somebody attaches to what they tell: photos, and a voice note. They were uploaded before, by the same person. */
export const attachedBody = {
  photoIds: z.optional(z.array(id).check(z.maxLength(MOST_PHOTOS))),
  voiceId: z.optional(z.nullable(id)),
};
/**
 * What is attached, as an answer tells it. The ids are always there; `media` has them with addresses, photos first, where somebody looks.
 * It is left empty in what is kept, because addresses live for minutes, and lacks what is not there any more.
 */
export const attachedDto = {
  photoIds: z._default(z.array(z.string()), []),
  voiceId: z._default(z.nullable(z.string()), null),
  media: z._default(z.array(mediaDto), []),
};
export type AttachedDto = { photoIds: string[]; voiceId: string | null; media: MediaDto[] };

export const mediaQuery = z.strictObject({ mediaId: id });
/** `f`, `e` and `s` are the ticket in a signed address: factory, end (seconds) and signature. */
export const mediaFileQuery = z.strictObject({
  mediaId: id,
  variant: z.enum(MEDIA_VARIANTS),
  f: z.optional(z.string().check(z.maxLength(64))),
  e: z.optional(z.string().check(z.regex(/^\d{1,12}$/))),
  s: z.optional(z.string().check(z.regex(/^[\w-]{43}$/))),
});
