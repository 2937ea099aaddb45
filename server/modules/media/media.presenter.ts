import type { MediaDto } from '../../contracts/api/media';
import { linksOfMedia } from './equipment';
import type { Media } from './models/media.model';

/** What is known of a photo or voice note for good; addresses are added when somebody looks. */
export type MediaFacts = Omit<MediaDto, 'url' | 'thumbUrl' | 'urlsExpireAt'>;

export function mediaFacts(media: Media): MediaFacts {
  const { kind, width, height, durationMs, contentType, playable } = media;
  return { mediaId: media._id.toHexString(), kind, width, height, durationMs, contentType, playable };
}

/** With addresses that are good for some minutes. */
export function withAddresses(factoryId: string, facts: MediaFacts, now: Date): MediaDto {
  const links = linksOfMedia();
  const address = (variant: 'thumb' | 'display' | 'audio') => links.sign(factoryId, facts.mediaId, variant, now);
  return {
    ...facts,
    url: address(facts.kind === 'photo' ? 'display' : 'audio'),
    thumbUrl: facts.kind === 'photo' ? address('thumb') : null,
    urlsExpireAt: links.endOf(now).toISOString(),
  };
}
