import sharp from 'sharp';
import { copyKey } from '../../../server/modules/media/keys';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { UploadModel } from '../../../server/modules/media/models/upload.model';
import { demoFactory } from '../../support';
import { announce, finish, openRoom, part, refusalOf, send, sent } from './media-room';
import { bomb, jpeg, noisyJpeg, picture } from './pictures';

const { storage } = openRoom();
const keysOf = (factoryId: string) => storage.keys().filter((key) => key.startsWith(`${factoryId}/`));
const copyOf = async (factoryId: string, mediaId: string, variant: 'display' | 'thumb') => {
  const bytes = await storage.get(copyKey(factoryId, mediaId, variant));
  if (!bytes) throw new Error(`no ${variant}`);
  return bytes;
};

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>');

describe('a file that is no picture is refused, and nothing of it is kept', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['a page of HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'media_not_a_photo'],
    ['a drawing with a script', () => svg, 'media_not_a_photo'],
    ['the first bytes of a JPEG and then a page', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), svg]), 'media_not_a_photo'],
    ['a JPEG that was cut off', async () => (await noisyJpeg(400, 300)).subarray(0, 20_000), 'media_not_a_photo'],
    ['a GIF', () => picture().gif().toBuffer(), 'media_not_a_photo'],
    ['a TIFF', () => picture().tiff().toBuffer(), 'media_not_a_photo'],
    ['zeros', () => Buffer.alloc(5_000), 'media_not_a_photo'],
    ['16,000 x 16,000 pixels', () => bomb(16_000), 'photo_too_many_pixels'],
    ['50,000 x 50,000 pixels', () => bomb(50_000, 100), 'photo_too_many_pixels'],
  ])(
    '%s',
    async (_, make, code) => {
      const { wang, id } = await demoFactory();
      const bytes = await make();
      const memory = process.memoryUsage().rss;
      expect(refusalOf(await send(wang, 'photo', bytes))).toMatchObject({ code });
      expect(process.memoryUsage().rss - memory).toBeLessThan(100e6);
      expect(keysOf(id)).toEqual([]);
      expect(await MediaModel.countDocuments({ factoryId: id })).toBe(0);
    },
    60_000,
  );

  test('and asking again gives the same answer', async () => {
    const { wang, id } = await demoFactory();
    const { uploadId } = await announce(wang, 'photo', svg);
    await part(wang, uploadId ?? '', 0, svg);
    const first = refusalOf(await finish(wang, uploadId ?? ''));
    expect(first).toMatchObject({ code: 'media_not_a_photo' });
    expect(refusalOf(await finish(wang, uploadId ?? ''))).toEqual(first);
    expect(refusalOf(await part(wang, uploadId ?? '', 0, svg))).toEqual(first);
    expect(await UploadModel.countDocuments({ factoryId: id, state: 'refused' })).toBe(1);
  });
});

test('a picture with a program glued on is kept as a picture without it', async () => {
  const { wang, id } = await demoFactory();
  const program = Buffer.from('<?php system($_GET["c"]); ?>PK\x03\x04');
  const { mediaId } = await sent(wang, 'photo', Buffer.concat([await jpeg(), program]));
  for (const variant of ['display', 'thumb'] as const) {
    expect((await copyOf(id, mediaId, variant)).includes('php')).toBe(false);
  }
});

test('where and with what it was taken is gone, and it stands upright', async () => {
  const { wang, id } = await demoFactory();
  const bytes = await picture(400, 300)
    .withExif({ IFD0: { Make: 'SecretPhone', Orientation: '6' }, IFD3: { GPSLatitude: '31/1 14/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect((await sharp(bytes).metadata()).orientation).toBe(6);
  const dto = await sent(wang, 'photo', bytes);
  expect(dto).toMatchObject({ kind: 'photo', width: 300, height: 400, durationMs: null, playable: true, contentType: 'image/jpeg' });
  for (const variant of ['display', 'thumb'] as const) {
    const copy = await copyOf(id, dto.mediaId, variant);
    const { exif, icc, xmp, iptc, orientation } = await sharp(copy).metadata();
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
    expect(copy.includes('SecretPhone')).toBe(false);
  }
});

test.each(['png', 'webp', 'jpeg'] as const)('a %s becomes a JPEG of at most 1,600 pixels and a small one of 320', async (format) => {
  const { wang, id } = await demoFactory();
  const dto = await sent(wang, 'photo', await picture(2_400, 1_200).toFormat(format).toBuffer());
  expect(dto).toMatchObject({ width: 1_600, height: 800 });
  expect(await sharp(await copyOf(id, dto.mediaId, 'thumb')).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 160 });
});

test('a photo of twelve million pixels does not hold up the event loop', async () => {
  const { wang } = await demoFactory();
  const bytes = await noisyJpeg(4_000, 3_000);
  let last = Date.now();
  let longest = 0;
  const watch = setInterval(() => {
    longest = Math.max(longest, Date.now() - last - 5);
    last = Date.now();
  }, 5);
  const dto = await sent(wang, 'photo', bytes);
  clearInterval(watch);
  expect(dto).toMatchObject({ width: 1_600, height: 1_200 });
  expect(longest).toBeLessThan(200);
});
