import { type Accepted, accepted, type Refused, refused } from '../../../platform';

export type UploadProgress = { readonly bytes: number; readonly offset: number };
type OutOfStep = { readonly code: 'upload_offset'; readonly offset: number };

/**
 * Whether a part goes on where the bytes end (`append`), was here before (`repeat`: an answer was lost on the way back), or is out of
 * step. More bytes than were announced are out of step too.
 */
export function nextPart(
  { bytes, offset }: UploadProgress,
  part: { readonly offset: number; readonly length: number },
): Accepted<'append' | 'repeat'> | Refused<OutOfStep> {
  const end = part.offset + part.length;
  if (end <= offset) return accepted('repeat');
  if (part.offset !== offset || end > bytes) return refused({ code: 'upload_offset', offset });
  return accepted('append');
}
