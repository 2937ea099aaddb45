import { MEDIA_LIMITS, openUploadBody, type UploadDto } from '../../../contracts/api/media';
import { accepted, defineCommand, refused } from '../../../platform';
import { MediaModel } from '../models/media.model';
import { ONE_OPEN_UPLOAD, type Upload, UploadModel } from '../models/upload.model';

const MOST_OPEN = 20;

/**
 * Announces bytes. Those that the factory has already are not sent again: the answer is the media they became, and whoever announced them
 * may attach it too. Those that this person began to send go on where they stopped. Refuses with `media_too_large` or `too_many_uploads`.
 */
export const openUpload = defineCommand({
  name: 'media.open-upload',
  permission: 'media.upload',
  input: openUploadBody,
  againIfLostTo: [ONE_OPEN_UPLOAD],
  async run({ kind, bytes, sha256 }, { actor, scope, now }) {
    const { mostBytes } = MEDIA_LIMITS[kind];
    if (bytes > mostBytes) return refused({ code: 'media_too_large', mostBytes, mostMb: mostBytes / 1_000_000 });
    const content = { factoryId: scope.factoryId, kind, sha256 };
    const media = await MediaModel.findOneAndUpdate(
      { ...content, state: 'kept' },
      { $addToSet: { senderIds: actor.id }, $set: { claimedAt: now } },
      { projection: { _id: 1 } },
    ).lean<{ _id: { toHexString(): string } }>();
    if (media) return accepted<UploadDto>({ uploadId: null, offset: bytes, mediaId: media._id.toHexString() });

    const mine = { factoryId: scope.factoryId, personId: actor.id, state: 'open' } as const;
    const begun = await UploadModel.findOne({ ...mine, kind, sha256, bytes }).lean<Upload>();
    if (begun) return accepted<UploadDto>({ uploadId: begun._id.toHexString(), offset: begun.offset, mediaId: null });
    if ((await UploadModel.find(mine, { _id: 1 }).limit(MOST_OPEN).lean()).length >= MOST_OPEN)
      return refused({ code: 'too_many_uploads', most: MOST_OPEN });
    const [upload] = await UploadModel.create([{ ...mine, kind, sha256, bytes, offset: 0, parts: [], touchedAt: now }]);
    return accepted<UploadDto>({ uploadId: upload?._id.toHexString() ?? null, offset: 0, mediaId: null });
  },
});
