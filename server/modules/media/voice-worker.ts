import { parentPort, workerData } from 'node:worker_threads';
import type { OpusSound } from './domain/voice/voice-reading';
import { writeWav } from './domain/voice/write-wav';
import type { VoiceToDecode } from './voice-decoder';

const AMR_RATE = 8_000;
const OPUS_RATE = 16_000;
/** Opus counts what is to be skipped at its start in samples of 48 kHz. */
const OPUS_CLOCK = 48_000;

/** The thread of `voiceDecoder`: one voice note in, one WAV out, or null. */
async function decode({ format, bytes, opus }: VoiceToDecode): Promise<Uint8Array | null> {
  if (format === 'amr') {
    const { AMR } = await import('web-amr/dist/vendor/amrnb.js');
    const samples = AMR._decode(bytes);
    return samples && writeWav(samples, AMR_RATE);
  }
  return opus ? writeWav(await decodeOpus(opus), OPUS_RATE) : null;
}

async function decodeOpus({ packets, channels, skippedSamples }: OpusSound): Promise<Int16Array> {
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({ channels, sampleRate: OPUS_RATE, preSkip: 0 });
  await decoder.ready;
  const { channelData, samplesDecoded } = decoder.decodeFrames([...packets]);
  const skipped = Math.round((skippedSamples * OPUS_RATE) / OPUS_CLOCK);
  return Int16Array.from({ length: Math.max(0, samplesDecoded - skipped) }, (_, i) => {
    const sum = channelData.reduce((total, channel) => total + (channel[i + skipped] ?? 0), 0);
    return Math.max(-1, Math.min(1, sum / channelData.length)) * 32_767;
  });
}

decode(workerData as VoiceToDecode).then(
  (wav) => parentPort?.postMessage(wav),
  // A package that is not installed, or bytes the decoder chokes on: the note stays in its own format.
  () => parentPort?.postMessage(null),
);
