export type VoiceFormat = 'amr' | 'amr-wb' | 'mp3' | 'aac' | 'm4a' | 'mp4-opus' | 'webm-opus' | 'ogg-opus' | 'wav';

/** Opus, taken out of what it came in. */
export type OpusSound = { readonly packets: readonly Uint8Array[]; readonly channels: number; readonly skippedSamples: number };

/**
 * What a voice note is, learnt by walking all of it frame by frame: `bytes` are the frames alone, so that nothing glued on in front of
 * them or behind them is kept. `durationMs` is counted, not believed.
 */
export type VoiceReading = {
  readonly format: VoiceFormat;
  readonly durationMs: number;
  readonly bytes: Uint8Array;
  readonly opus?: OpusSound;
};
/** Null when it is not that format, or not whole. */
export type VoiceReader = (bytes: Uint8Array) => VoiceReading | null;

export const CONTENT_TYPES: Readonly<Record<VoiceFormat, string>> = {
  amr: 'audio/amr',
  'amr-wb': 'audio/amr-wb',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  m4a: 'audio/mp4',
  'mp4-opus': 'audio/mp4',
  'webm-opus': 'audio/webm',
  'ogg-opus': 'audio/ogg',
  wav: 'audio/wav',
};

/** Formats that WeChat on both kinds of phone and every browser play. */
export const PLAYED_EVERYWHERE: ReadonlySet<VoiceFormat> = new Set(['mp3', 'aac', 'm4a', 'wav']);

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
