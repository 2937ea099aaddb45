import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MediaVariant } from '../../../contracts/api/media';

const STEP_MS = 5 * 60_000;
const STEPS = 3;

export type MediaLinks = {
  /** The end of every address given out now. */
  readonly endOf: (now: Date) => Date;
  /** A path with a ticket in it, good until `endOf(now)`. */
  readonly sign: (factoryId: string, mediaId: string, variant: MediaVariant, now: Date) => string;
  /** The factory that a ticket lets somebody look into, at this one file; null for a ticket that is not good, or no more. */
  readonly check: (asked: Readonly<Record<string, unknown>>, now: Date) => string | null;
};

/**
 * Addresses for `<img>` and `<audio>`, which can send no bearer token: HMAC-SHA256 over factory, file and end. They live ten to fifteen
 * minutes, ending on a full five, so that a list asked for twice has the same addresses and the browser's cache is of use.
 */
export function mediaLinks(secret: string): MediaLinks {
  const key = createHmac('sha256', secret).update('media links').digest();
  const seal = (factoryId: string, mediaId: string, variant: string, end: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([factoryId, mediaId, variant, end]))
      .digest();
  const endOf = (now: Date) => new Date((Math.floor(now.getTime() / STEP_MS) + STEPS) * STEP_MS);
  return {
    endOf,
    sign(factoryId, mediaId, variant, now) {
      const end = String(endOf(now).getTime() / 1_000);
      const ticket = new URLSearchParams({ f: factoryId, e: end, s: seal(factoryId, mediaId, variant, end).toString('base64url') });
      return `/api/v1/media/${mediaId}/${variant}?${ticket}`;
    },
    check({ f, mediaId, variant, e, s }, now) {
      if (typeof f !== 'string' || typeof mediaId !== 'string' || typeof variant !== 'string') return null;
      if (typeof e !== 'string' || typeof s !== 'string' || !/^\d{1,12}$/.test(e)) return null;
      const given = Buffer.from(s, 'base64url');
      const right = seal(f, mediaId, variant, e);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return Number(e) * 1_000 > now.getTime() ? f : null;
    },
  };
}
