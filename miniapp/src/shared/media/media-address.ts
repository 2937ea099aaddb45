import type { MediaDto } from '@contracts/api/media';
import { get } from '../request/api';

/** Room for the way and for a phone's clock that is not quite right. */
const BEFORE_END_MS = 60_000;

/** An address of the server as this target reaches it. */
export const serverAddress = (path: string): string => `${API_ORIGIN}${path}`;

/** Where a photo or voice note is to be had now: addresses live for minutes, and a page may have been open for longer. */
export async function freshAddress(media: MediaDto): Promise<string | null> {
  if (Date.parse(media.urlsExpireAt) - BEFORE_END_MS > Date.now()) return serverAddress(media.url);
  const answer = await get<MediaDto>(`/media/${media.mediaId}`);
  return answer.ok ? serverAddress(answer.value.url) : null;
}
