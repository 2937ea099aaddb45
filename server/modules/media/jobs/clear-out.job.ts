import { defineJob } from '../../../platform';
import { dropParts } from '../collect-parts';
import { clearOut, dueMedia, dueUploads } from '../commands/clear-out';
import { storageOfMedia } from '../equipment';
import { COPIES, copyKey } from '../keys';
import { MediaModel } from '../models/media.model';
import { type Upload, UploadModel } from '../models/upload.model';

const AT_NIGHT = '0 40 3 * * *';

/** Removes the bytes of what nobody uses. Does nothing, and writes nothing, when there is nothing to remove. */
export const clearOutMedia = defineJob({
  name: 'media.clear-out',
  schedule: AT_NIGHT,
  permissions: ['media.clear_out'],
  async run({ actor, now, requestId }) {
    const { factoryId } = actor.scope;
    const due = (await UploadModel.exists(dueUploads(factoryId, now))) ?? (await MediaModel.exists(dueMedia(factoryId, now)));
    if (!due) return;
    const call = { actor, channel: 'job', now, requestId } as const;
    let gone = { goneUploadIds: [] as string[], goneMediaIds: [] as string[] };
    for (;;) {
      const outcome = await clearOut.run(gone, call);
      if (outcome.kind === 'refused') return;
      const { uploadIds, mediaIds } = outcome.value;
      if (uploadIds.length === 0 && mediaIds.length === 0) return;
      for (const uploadId of uploadIds) await removeUpload(factoryId, uploadId);
      for (const mediaId of mediaIds) await removeCopies(factoryId, mediaId);
      gone = { goneUploadIds: uploadIds, goneMediaIds: mediaIds };
    }
  },
});

/** The pieces, and the copies that were made of them if they did not become the media (the same bytes were there sooner, or a run died). */
async function removeUpload(factoryId: string, uploadId: string): Promise<void> {
  const upload = await UploadModel.findOne({ _id: uploadId, factoryId }).lean<Upload>();
  if (!upload) return;
  await dropParts(upload);
  if (upload.mediaId !== uploadId) await removeCopies(factoryId, uploadId);
}

async function removeCopies(factoryId: string, mediaId: string): Promise<void> {
  for (const variant of COPIES) await storageOfMedia().delete(copyKey(factoryId, mediaId, variant));
}
