import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { readVoice } from '../../../server/modules/media/domain/voice/read-voice';
import { copyKey } from '../../../server/modules/media/keys';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { demoFactory } from '../../support';
import { fixture, openRoom, refusalOf, send, sent } from './media-room';

const { storage } = openRoom();

const NOTES = [
  'voice.amr',
  'voice-wide.amr',
  'voice.mp3',
  'voice.aac',
  'voice.m4a',
  'voice-live.mp4',
  'voice-opus.mp4',
  'voice-opus-live.mp4',
  'voice.webm',
  'voice.ogg',
  'voice.wav',
];

test.each(NOTES)('%s is known by its frames, and its second and a half counted', (name) => {
  const reading = readVoice(fixture(name));
  expect(reading?.durationMs).toBeGreaterThanOrEqual(1_480);
  expect(reading?.durationMs).toBeLessThanOrEqual(1_640);
});

test.each(NOTES)('%s with something glued on in front or behind is refused, or kept without it', (name) => {
  const glued = Buffer.from('<script>alert("glued on")</script>');
  const bytes = fixture(name);
  expect(readVoice(Buffer.concat([glued, bytes]))).toBeNull();
  const reading = readVoice(Buffer.concat([bytes, glued]));
  if (reading) expect(Buffer.from(reading.bytes).includes('script')).toBe(false);
});

test.each(['film.mp4', 'film.webm'])('%s is no voice note', (name) => {
  expect(readVoice(fixture(name))).toBeNull();
});

test('no bytes make a reader fail or run on', () => {
  const heads = NOTES.map((name) => fixture(name).subarray(0, 600));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc
      .tuple(fc.constantFrom(...heads), fc.array(fc.tuple(fc.nat(599), fc.nat(255)), { maxLength: 12 }), fc.nat(600))
      .map(([head, changes, length]) => {
        const changed = Uint8Array.from(head.subarray(0, length));
        for (const [at, value] of changes) if (at < changed.length) changed[at] = value;
        return changed;
      }),
  );
  fc.assert(
    fc.property(bytes, (some) => {
      const reading = readVoice(some);
      if (reading) expect(reading.bytes.length).toBeLessThanOrEqual(some.length);
    }),
    { numRuns: 2_000 },
  );
});

test.each<[string, () => Buffer]>([
  ['three million random bytes', () => randomBytes(3_000_000)],
  ['three million zeros', () => Buffer.alloc(3_000_000)],
  ['three million bytes that all look like the head of a frame', () => Buffer.alloc(3_000_000, 0xff)],
  [
    'boxes in boxes without end',
    () => Buffer.concat([fixture('voice.m4a').subarray(0, 40), Buffer.alloc(2_000_000, Buffer.from('\0\0\0\x08moov'))]),
  ],
])('%s are no voice note', (_, make) => {
  expect(readVoice(make())).toBeNull();
});

/** Narrow-band AMR: frames of twenty milliseconds, thirty-two bytes each. */
const amrOf = (seconds: number) => {
  const frame = Buffer.alloc(32);
  frame[0] = 0x3c;
  return Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: seconds * 50 }, () => frame)]);
};

test('ten minutes are refused whatever the head says; a minute is taken', async () => {
  const { wang, id } = await demoFactory();
  expect(refusalOf(await send(wang, 'voice', amrOf(600)))).toEqual({ code: 'voice_too_long', mostSeconds: 60 });
  expect(await MediaModel.countDocuments({ factoryId: id })).toBe(0);
  expect(storage.keys().filter((key) => key.startsWith(`${id}/`))).toEqual([]);
  expect(await sent(wang, 'voice', amrOf(60))).toMatchObject({ durationMs: 60_000 });
});

test('a picture is no voice note, and a voice note no picture', async () => {
  const { wang } = await demoFactory();
  expect(refusalOf(await send(wang, 'voice', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')))).toEqual({ code: 'media_not_a_voice' });
  expect(refusalOf(await send(wang, 'photo', fixture('voice.mp3')))).toEqual({ code: 'media_not_a_photo' });
});

test.each([
  ['voice.mp3', 'audio/mpeg'],
  ['voice.aac', 'audio/aac'],
  ['voice.m4a', 'audio/mp4'],
  ['voice-live.mp4', 'audio/mp4'],
  ['voice.wav', 'audio/wav'],
])('%s plays on every surface as it is', async (name, contentType) => {
  const { wang, id } = await demoFactory();
  const dto = await sent(wang, 'voice', fixture(name));
  expect(dto).toMatchObject({ kind: 'voice', playable: true, contentType, width: null, height: null, thumbUrl: null });
  const kept = await storage.get(copyKey(id, dto.mediaId, 'audio'));
  expect(kept && readVoice(kept)?.durationMs).toBe(dto.durationMs);
});
