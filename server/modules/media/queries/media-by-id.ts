import { mediaQuery } from '../../../contracts/api/media';
import { AppError, defineQuery } from '../../../platform';
import { mediaFacts, withAddresses } from '../media.presenter';
import { type Media, MediaModel } from '../models/media.model';

/** What a photo or voice note is, with addresses that are good for some minutes. */
export const mediaById = defineQuery({
  name: 'media.media',
  permission: 'media.read',
  input: mediaQuery,
  async run({ mediaId }, { scope: { factoryId }, now }) {
    const media = await MediaModel.findOne({ factoryId, _id: mediaId, state: 'kept' }).lean<Media>();
    if (!media) throw new AppError('not_found', { what: 'media' });
    return withAddresses(factoryId, mediaFacts(media), now);
  },
});
