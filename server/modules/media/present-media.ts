import type { MediaDto } from '../../contracts/api/media';
import type { Scope } from '../../platform';
import { mediaFacts, withAddresses } from './media.presenter';
import { type Media, MediaModel } from './models/media.model';

/** The photos and voice notes with these ids, for another room's answer, by id. What is not there any more is left out. */
export async function presentMedia(scope: Scope, ids: readonly string[], now: Date): Promise<ReadonlyMap<string, MediaDto>> {
  if (ids.length === 0) return new Map();
  const found = await MediaModel.find({ factoryId: scope.factoryId, _id: { $in: [...new Set(ids)] }, state: 'kept' }).lean<Media[]>();
  return new Map(found.map((media) => [media._id.toHexString(), withAddresses(scope.factoryId, mediaFacts(media), now)]));
}
