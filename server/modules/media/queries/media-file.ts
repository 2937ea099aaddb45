import { mediaFileQuery } from '../../../contracts/api/media';
import { AppError, defineQuery, type FileBody } from '../../../platform';
import { storageOfMedia } from '../equipment';
import { copyKey } from '../keys';
import { type Media, MediaModel } from '../models/media.model';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/amr': 'amr',
  'audio/amr-wb': 'amr',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
};

/** The bytes of one copy. A factory sees its own and no other's. */
export const mediaFile = defineQuery({
  name: 'media.file',
  permission: 'media.read',
  input: mediaFileQuery,
  async run({ mediaId, variant }, { scope: { factoryId } }): Promise<FileBody> {
    const media = await MediaModel.findOne({ factoryId, _id: mediaId, state: 'kept' }).lean<Media>();
    const bytes = media && (await storageOfMedia().get(copyKey(factoryId, mediaId, variant)));
    if (!media || !bytes) throw new AppError('not_found', { what: 'media' });
    const { contentType } = media;
    return { bytes, contentType, fileName: `${mediaId}-${variant}.${ENDINGS[contentType] ?? 'bin'}`, etag: `${mediaId}-${variant}` };
  },
});
