import { MEDIA_LIMITS } from '@contracts/api/media';
import Taro from '@tarojs/taro';
import type { Captured } from './kept-media';
import { SHORTEST_MS } from './voice-limits';

export type Recorded =
  | { readonly kind: 'recorded'; readonly voice: Captured }
  | { readonly kind: 'too_short' }
  | { readonly kind: 'not_allowed' }
  | { readonly kind: 'no_microphone' };
export type Recording = {
  /** Settles with the note when it is stopped, by a finger, at the limit, or by a call that comes in. */
  readonly ended: Promise<Recorded>;
  readonly stop: () => void;
};

const { mostSeconds } = MEDIA_LIMITS.voice;
/** Speech, small: sixty seconds are a third of a megabyte. MP3 plays on every surface as it is. */
const FORMAT = { duration: mostSeconds * 1_000, sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000, format: 'mp3' } as const;

/** Starts a voice note with the phone's own recorder; `onStarted` when the microphone is really open. */
export function recordVoice(onStarted: () => void): Recording {
  // WeChat has one recorder for the whole app, and its listeners are replaced by the next ones.
  const recorder = Taro.getRecorderManager();
  const ended = new Promise<Recorded>((resolve) => {
    recorder.onStart(onStarted);
    recorder.onStop(({ tempFilePath, duration }) =>
      resolve(
        duration < SHORTEST_MS
          ? { kind: 'too_short' }
          : { kind: 'recorded', voice: { kind: 'voice', contentType: 'audio/mpeg', durationMs: duration, content: tempFilePath } },
      ),
    );
    recorder.onError(({ errMsg }) => resolve({ kind: /auth|permission|deny/.test(errMsg) ? 'not_allowed' : 'no_microphone' }));
    // A phone call: what was said so far is kept.
    recorder.onInterruptionBegin(() => recorder.stop());
  });
  recorder.start(FORMAT);
  return { ended, stop: () => recorder.stop() };
}

/** Opens the page where a refused microphone or camera is allowed again; false where only words can help. */
export function openPermissions(): boolean {
  void Taro.openSetting();
  return true;
}
