import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { type Media, MediaModel } from '../models/media.model';
import { type Upload, UploadModel } from '../models/upload.model';

const DAY_MS = 86_400_000;
const UPLOAD_DAYS = 7;
const UNATTACHED_DAYS = 30;
const AT_A_TIME = 100;

const ids = z.array(id).check(z.maxLength(AT_A_TIME));

/**
 * Lets go of uploads that nobody has touched for seven days and of media that nothing has shown for thirty. They are marked first, so
 * that nobody can take them up any more; the caller removes their bytes and says so in the next call, which forgets them. A run that dies
 * in between is taken up by the next. Answers with what is marked.
 */
export const clearOut = defineCommand({
  name: 'media.clear-out',
  permission: 'media.clear_out',
  input: z.strictObject({ goneUploadIds: ids, goneMediaIds: ids }),
  async run({ goneUploadIds, goneMediaIds }, { scope: { factoryId }, now }) {
    await UploadModel.deleteMany({ factoryId, _id: { $in: goneUploadIds }, state: 'leaving' });
    await MediaModel.deleteMany({ factoryId, _id: { $in: goneMediaIds }, state: 'leaving' });

    const uploads = await UploadModel.find(dueUploads(factoryId, now), { _id: 1 }).limit(AT_A_TIME).lean<Pick<Upload, '_id'>[]>();
    await UploadModel.updateMany({ _id: { $in: uploads.map(({ _id }) => _id) }, factoryId }, { $set: { state: 'leaving' } });
    const media = await MediaModel.find(dueMedia(factoryId, now), { _id: 1 }).limit(AT_A_TIME).lean<Pick<Media, '_id'>[]>();
    await MediaModel.updateMany({ _id: { $in: media.map(({ _id }) => _id) }, factoryId }, { $set: { state: 'leaving' } });
    return accepted({ uploadIds: uploads.map(({ _id }) => _id.toHexString()), mediaIds: media.map(({ _id }) => _id.toHexString()) });
  },
});

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** Marked by a run that did not come to its end, or untouched for too long. */
export const dueUploads = (factoryId: string, now: Date) => ({
  factoryId,
  state: { $in: ['open', 'finished', 'refused', 'leaving'] as const },
  touchedAt: { $lt: before(now, UPLOAD_DAYS) },
});
export const dueMedia = (factoryId: string, now: Date) => ({
  factoryId,
  state: { $in: ['kept', 'leaving'] as const },
  attachedAt: null,
  claimedAt: { $lt: before(now, UNATTACHED_DAYS) },
});
