import type { MediaKind } from '@contracts/api/media';
import type { ErrorCode } from '@contracts/errors';
import type { Details } from '../request/failure';

/** A photo or a voice note on this phone, on its way to the server. Its bytes are kept apart from it, under its id. */
export type KeptMedia = {
  readonly id: string;
  readonly kind: MediaKind;
  readonly contentType: string;
  readonly bytes: number;
  /** Of the bytes, in lower-case hex: the same bytes are sent once. */
  readonly sha256: string;
  /** Null for a photo. */
  readonly durationMs: number | null;
  /** What it became at the server; null while it is not there. */
  readonly mediaId: string | null;
  /** Why it will never arrive as it is; it then waits for the person. */
  readonly problem: MediaProblem | null;
};

/** The server's no, or `bytes_gone`: the phone itself has lost them, as when somebody cleared the browser's data. */
export type MediaProblem = { readonly code: ErrorCode | 'bytes_gone'; readonly details: Details };

/** Fresh from the camera or the microphone: the path of a file in WeChat, the bytes themselves in a browser. */
export type Captured = {
  readonly kind: MediaKind;
  readonly contentType: string;
  readonly durationMs: number | null;
  readonly content: string | Blob;
};

export const photosOf = (media: readonly KeptMedia[]): KeptMedia[] => media.filter(({ kind }) => kind === 'photo');
export const voiceOf = (media: readonly KeptMedia[]): KeptMedia | null => media.find(({ kind }) => kind === 'voice') ?? null;
/** Whole seconds of a voice note as people say them; a short one is one second. */
export const secondsOf = (durationMs: number | null): number => Math.max(1, Math.round((durationMs ?? 0) / 1_000));
