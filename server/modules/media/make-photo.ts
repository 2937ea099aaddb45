import sharp, { type Sharp } from 'sharp';
import { MEDIA_LIMITS } from '../../contracts/api/media';
import { accepted, type Outcome, refused } from '../../platform';
import { takeTurns } from './take-turns';

const DISPLAY_PIXELS = 1_600;
const THUMB_PIXELS = 320;
const LONGEST_SECONDS = 10;
const MOST_MEGAPIXELS = MEDIA_LIMITS.photo.mostPixels / 1_000_000;
/** What phones and scanners make; nothing that can hold a script, a font or another file's address. */
const FORMATS = new Set(['jpeg', 'png', 'webp']);

// Each picture on one thread and two pictures at a time, so that taking them in leaves the processor to the people who report.
sharp.concurrency(1);
sharp.cache(false);
const inTurn = takeTurns(2, 40);

export type MadePhoto = {
  readonly display: Buffer;
  readonly thumb: Buffer;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
};
export type PhotoRefusal =
  | { readonly code: 'media_not_a_photo' }
  | { readonly code: 'photo_too_many_pixels'; readonly mostMegapixels: number };

/**
 * Draws a photo anew, twice: turned upright, with nothing of the file that came but its pixels, so that place, camera and whatever was
 * hidden behind the picture are gone.
 */
export function makePhoto(bytes: Buffer): Promise<Outcome<MadePhoto, PhotoRefusal>> {
  return inTurn(async () => {
    if (!looksLikePhoto(bytes)) return refused({ code: 'media_not_a_photo' });
    try {
      const { format, width, height } = await open(bytes).metadata();
      if (!FORMATS.has(format)) return refused({ code: 'media_not_a_photo' });
      if (width * height > MEDIA_LIMITS.photo.mostPixels) return tooManyPixels();
      const display = await shrunk(open(bytes).autoOrient(), DISPLAY_PIXELS).toBuffer({ resolveWithObject: true });
      const thumb = await shrunk(open(display.data), THUMB_PIXELS).toBuffer();
      const { width: shownWidth, height: shownHeight } = display.info;
      return accepted({ display: display.data, thumb, contentType: 'image/jpeg', width: shownWidth, height: shownHeight });
    } catch (error) {
      // The library tells of a bad picture with a plain Error; whatever else went wrong is not the picture's fault.
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      return /pixel limit/.test(error.message) ? tooManyPixels() : refused({ code: 'media_not_a_photo' });
    }
  });
}

const tooManyPixels = () => refused({ code: 'photo_too_many_pixels', mostMegapixels: MOST_MEGAPIXELS } as const);

const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: MEDIA_LIMITS.photo.mostPixels, failOn: 'warning', sequentialRead: true });

const shrunk = (picture: Sharp, pixels: number): Sharp =>
  picture
    .resize({ width: pixels, height: pixels, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .timeout({ seconds: LONGEST_SECONDS });

function looksLikePhoto(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 12).toString('latin1');
  return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n') || (head.startsWith('RIFF') && head.endsWith('WEBP'));
}
