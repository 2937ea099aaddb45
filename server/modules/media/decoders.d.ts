// Both decoders are optional packages; these are the parts of them that voice-worker.ts uses.

declare module 'web-amr/dist/vendor/amrnb.js' {
  export const AMR: {
    /** A whole file of narrow-band AMR, head included; samples of 8 kHz, or null. */
    _decode(file: Uint8Array): Int16Array | null;
  };
}

declare module 'opus-decoder' {
  export class OpusDecoder {
    constructor(options: { channels: number; sampleRate: number; preSkip: number });
    readonly ready: Promise<void>;
    decodeFrames(packets: Uint8Array[]): { channelData: Float32Array[]; samplesDecoded: number };
  }
}
