import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { media, voiceDecoder } from '../../../server/modules/media';
import { readVoice } from '../../../server/modules/media/domain/voice/read-voice';
import type { VoiceReading } from '../../../server/modules/media/domain/voice/voice-reading';
import { copyKey } from '../../../server/modules/media/keys';
import { demoFactory } from '../../support';
import { storageInMemory } from '../../support/storage';
import { fixture, MEDIA_SECRET, openRoom, sent } from './media-room';

const ROOT = path.join(__dirname, '../../..');
/** The decoders are optional packages. */
const installed = ['web-amr', 'opus-decoder'].every((name) => existsSync(path.join(ROOT, 'node_modules', name)));
const CACHE = path.join(ROOT, 'node_modules/.cache');
let directory: string;

beforeAll(() => {
  mkdirSync(CACHE, { recursive: true });
  directory = mkdtempSync(path.join(CACHE, 'voice-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string): VoiceReading => {
  const reading = readVoice(fixture(name));
  if (!reading) throw new Error(name);
  return reading;
};

/** Vibrations a second of the samples of a WAV, by how often they change their sign. */
function pitchOf(wav: Uint8Array): number {
  const view = new DataView(wav.buffer, wav.byteOffset + 44, wav.byteLength - 44);
  let changes = 0;
  for (let at = 2; at + 2 <= view.byteLength; at += 2) if (view.getInt16(at - 2, true) < 0 !== view.getInt16(at, true) < 0) changes += 1;
  return changes / 2 / ((readVoice(wav)?.durationMs ?? 0) / 1_000);
}

(installed ? describe : describe.skip)('with the decoders', () => {
  let workerFile: string;
  beforeAll(async () => {
    workerFile = path.join(directory, 'voice-worker.js');
    await build({
      entryPoints: [path.join(ROOT, 'server/modules/media/voice-worker.ts')],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
    });
  });

  test.each(['voice.amr', 'voice.webm', 'voice.ogg', 'voice-opus.mp4', 'voice-opus-live.mp4'])(
    '%s plays everywhere, sounds the same, and is kept as it came too',
    async (name) => {
      const storage = storageInMemory();
      media({ storage, linkSecret: MEDIA_SECRET, decodeVoice: voiceDecoder(workerFile) });
      const { wang, id } = await demoFactory();
      const dto = await sent(wang, 'voice', fixture(name));
      expect(dto).toMatchObject({ playable: true, contentType: 'audio/wav', durationMs: read(name).durationMs });
      const wav = await storage.get(copyKey(id, dto.mediaId, 'audio'));
      if (!wav) throw new Error('no audio');
      expect(Math.abs((readVoice(wav)?.durationMs ?? 0) - dto.durationMs!)).toBeLessThan(30);
      // The fixtures are a tone of 440 Hz.
      expect(Math.abs(pitchOf(wav) - 440)).toBeLessThan(5);
      expect(await storage.get(copyKey(id, dto.mediaId, 'source'))).toEqual(Buffer.from(read(name).bytes));
    },
  );

  test('an MP4 whose tables point outside of it, or say more than there is, is kept as it came', async () => {
    const whole = fixture('voice-opus.mp4');
    for (const [table, at, value] of [
      ['stco', 12, 0xfffffff0],
      ['stsz', 16, 0x7fffffff],
      ['stsz', 12, 0xffffffff],
      ['stsc', 16, 0],
    ] as const) {
      const spoilt = Buffer.from(whole);
      spoilt.writeUInt32BE(value, spoilt.indexOf(table) + at - 4 + 4);
      expect({ table, opus: readVoice(spoilt)?.opus }).toEqual({ table, opus: undefined });
    }
  });

  test('packets that are no Opus hurt nobody', async () => {
    const reading = read('voice.ogg');
    const spoilt = reading.opus?.packets.map((packet) => Buffer.alloc(packet.length, 0xff)) ?? [];
    const opus = { packets: spoilt, channels: 1, skippedSamples: 0 };
    const wav = await voiceDecoder(workerFile)({ ...reading, opus });
    expect(wav === null || readVoice(wav)?.format === 'wav' || wav.length === 44).toBe(true);
  });
});

test.each(['voice.amr', 'voice-wide.amr', 'voice.webm', 'voice.ogg', 'voice-opus.mp4'])(
  'without a decoder %s is kept as it came, and said not to play everywhere',
  async (name) => {
    const { storage } = openRoom();
    const { wang, id } = await demoFactory();
    const dto = await sent(wang, 'voice', fixture(name));
    expect(dto).toMatchObject({ playable: false });
    expect(await storage.get(copyKey(id, dto.mediaId, 'audio'))).toEqual(Buffer.from(read(name).bytes));
  },
);

describe('a decoder that', () => {
  const decoder = (name: string, code: string) => {
    const file = path.join(directory, `${name}.js`);
    writeFileSync(file, code);
    return voiceDecoder(file);
  };

  test('is not there gives nothing', async () => {
    expect(await voiceDecoder(path.join(directory, 'nowhere.js'))(read('voice.amr'))).toBeNull();
  });
  test('dies gives nothing', async () => {
    expect(await decoder('dies', 'process.exit(3)')(read('voice.amr'))).toBeNull();
  });
  test('fails gives nothing, and sees nothing of our environment', async () => {
    expect(await decoder('fails', 'throw new Error("no")')(read('voice.amr'))).toBeNull();
    const env = await decoder(
      'looks',
      'require("node:worker_threads").parentPort.postMessage(Object.keys(process.env))',
    )(read('voice.amr'));
    expect(env).toEqual([]);
  });
  test('never comes to an end is ended', async () => {
    expect(await decoder('hangs', 'for (;;);')(read('voice.amr'))).toBeNull();
  });
});
