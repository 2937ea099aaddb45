import { MEDIA_LIMITS } from '@contracts/api/media';
import { isRecord } from '../storage/device-storage';
import type { Recorded, Recording } from './record-voice';
import { SHORTEST_MS } from './voice-limits';

const LONGEST_MS = MEDIA_LIMITS.voice.mostSeconds * 1_000;
const BITS_PER_SECOND = 32_000;
/** AAC first, which plays everywhere as it is; the server decodes Opus for those who cannot play it. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** Starts a voice note with the browser's recorder; `onStarted` when the microphone is really open. */
export function recordVoice(onStarted: () => void): Recording {
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return { ended: record(stopped, onStarted), stop: () => stop() };
}

/** A browser has no page for that; the words say where to look. */
export function openPermissions(): boolean {
  return false;
}

async function record(stopped: Promise<void>, onStarted: () => void): Promise<Recorded> {
  const stream = await openMicrophone();
  if (!(stream instanceof MediaStream)) return { kind: stream };
  const wanted = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...(wanted ? { mimeType: wanted } : {}), audioBitsPerSecond: BITS_PER_SECOND });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const over = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  const limit = setTimeout(() => recorder.state === 'recording' && recorder.stop(), LONGEST_MS);
  void stopped.then(() => recorder.state === 'recording' && recorder.stop());
  // Behind another app the microphone gives silence: what was said so far is kept.
  const hidden = () => document.hidden && recorder.state === 'recording' && recorder.stop();
  document.addEventListener('visibilitychange', hidden);
  const startedAt = performance.now();
  recorder.start();
  onStarted();
  await over;
  clearTimeout(limit);
  document.removeEventListener('visibilitychange', hidden);
  for (const track of stream.getTracks()) track.stop();
  const durationMs = Math.round(Math.min(LONGEST_MS, performance.now() - startedAt));
  if (durationMs < SHORTEST_MS) return { kind: 'too_short' };
  const contentType = (recorder.mimeType.split(';')[0] ?? '') || 'audio/webm';
  return { kind: 'recorded', voice: { kind: 'voice', contentType, durationMs, content: new Blob(pieces, { type: contentType }) } };
}

async function openMicrophone(): Promise<MediaStream | 'not_allowed' | 'no_microphone'> {
  // Absent on insecure origins.
  if (!navigator.mediaDevices || typeof MediaRecorder === 'undefined') return 'no_microphone';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (problem) {
    console.warn('no microphone', problem);
    return isRecord(problem) && problem.name === 'NotAllowedError' ? 'not_allowed' : 'no_microphone';
  }
}
