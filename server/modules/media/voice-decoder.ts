import { Worker } from 'node:worker_threads';
import type { VoiceReading } from './domain/voice/voice-reading';
import { takeTurns } from './take-turns';

/** Makes a WAV of a voice note; null when that format cannot be decoded here, or this note not in time. */
export type DecodeVoice = (reading: VoiceReading) => Promise<Uint8Array | null>;
export type VoiceToDecode = Pick<VoiceReading, 'format' | 'bytes' | 'opus'>;

const DECODED = new Set<VoiceReading['format']>(['amr', 'webm-opus', 'ogg-opus', 'mp4-opus']);
const LONGEST_MS = 10_000;
const MOST_HEAP_MB = 128;

/**
 * Decodes in a thread of its own that has no environment, is thrown away after each note, and is ended when it takes too long: a decoder
 * is the part of the product that strangers' bytes reach deepest into.
 */
export function voiceDecoder(workerFile: string): DecodeVoice {
  const inTurn = takeTurns(1, 20);
  return async (reading) => (DECODED.has(reading.format) ? inTurn(() => decodeApart(workerFile, reading)) : null);
}

function decodeApart(workerFile: string, { format, bytes, opus }: VoiceReading): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, {
      workerData: { format, bytes, opus } satisfies VoiceToDecode,
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    });
    const settle = (wav: Uint8Array | null) => {
      clearTimeout(tooLong);
      resolve(wav);
      void worker.terminate();
    };
    const tooLong = setTimeout(() => settle(null), LONGEST_MS);
    worker.once('message', (wav: Uint8Array | null) => settle(wav));
    worker.once('error', () => settle(null));
    worker.once('exit', () => settle(null));
  });
}
