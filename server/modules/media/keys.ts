import type { MediaVariant } from '../../contracts/api/media';
import type { UploadPart } from './models/upload.model';

/** Ids begin with the time they were made, so that a drawer holds what came in within some eighteen hours. */
const DRAWER_LETTERS = 4;
const place = (factoryId: string, shelf: 'uploads' | 'media', id: string): string =>
  `${factoryId}/${shelf}/${id.slice(0, DRAWER_LETTERS)}/${id}`;

/** Where the bytes of the room are. `source` is a voice note as it came, when everybody plays another copy. */
export const partKey = (factoryId: string, uploadId: string, { offset, bytes }: UploadPart): string =>
  `${place(factoryId, 'uploads', uploadId)}-${String(offset).padStart(9, '0')}-${bytes}`;
export const copyKey = (factoryId: string, mediaId: string, variant: MediaVariant | 'source'): string =>
  `${place(factoryId, 'media', mediaId)}-${variant}`;
export const COPIES = ['thumb', 'display', 'audio', 'source'] as const;
