import { readAdts } from './adts';
import { readAmr } from './amr';
import { readMp3 } from './mp3';
import { readMp4 } from './mp4';
import { readOggOpus } from './ogg-opus';
import type { VoiceReader, VoiceReading } from './voice-reading';
import { readWav } from './wav';
import { readWebmOpus } from './webm-opus';

const READERS: readonly VoiceReader[] = [readAmr, readMp4, readWebmOpus, readOggOpus, readWav, readAdts, readMp3];

/** What a voice note is, whatever its name says; null for anything that is not sound from beginning to end. */
export function readVoice(bytes: Uint8Array): VoiceReading | null {
  for (const read of READERS) {
    const reading = read(bytes);
    if (reading) return reading;
  }
  return null;
}
