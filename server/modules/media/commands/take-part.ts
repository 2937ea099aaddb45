import type * as z from 'zod/mini';
import { type UploadPartDto, uploadPartInput } from '../../../contracts/api/media';
import { AppError, accepted, type Command, type Outcome, parseInput, type Refusal, refused } from '../../../platform';
import { nextPart } from '../domain/next-part';
import { storageOfMedia } from '../equipment';
import { partKey } from '../keys';
import { type Upload, UploadModel } from '../models/upload.model';

type Input = z.infer<typeof uploadPartInput>;
const PERMISSION = 'media.upload';

/**
 * Takes in the next bytes of an upload. Not journalled and without a key: by itself a part has no effect that anybody sees, and the place
 * it says it belongs to makes its repeat harmless. Refuses with `upload_offset` (and the place to go on from) or `not_found`.
 */
export const takePart: Command<Input, UploadPartDto> = {
  name: 'media.take-part',
  permission: PERMISSION,
  input: uploadPartInput,
  async run(raw, { actor, now }) {
    if (!actor.permissions.has(PERMISSION)) throw new AppError('forbidden', { permission: PERMISSION });
    const { uploadId, offset, bytes } = parseInput(uploadPartInput, raw);
    const { factoryId } = actor.scope;
    const mine = { _id: uploadId, factoryId, personId: actor.id };

    const upload = await UploadModel.findOne(mine).lean<Upload>();
    const part = { offset, bytes: bytes.length };
    const step = howToGoOn(upload, part);
    if (step.kind === 'refused') return step;
    if (step.value === 'repeat') return accepted({ offset: upload?.offset ?? 0 });

    const key = partKey(factoryId, uploadId, part);
    await storageOfMedia().put(key, bytes);
    const taken = await UploadModel.findOneAndUpdate(
      { ...mine, state: 'open', offset },
      { $set: { offset: offset + part.bytes, touchedAt: now }, $push: { parts: part } },
      { returnDocument: 'after' },
    ).lean<Upload>();
    if (taken) return accepted({ offset: taken.offset });

    // Another request was quicker. Its bytes count; ours stay only if they are the very same piece.
    const after = await UploadModel.findOne(mine).lean<Upload>();
    if (!after?.parts.some((it) => it.offset === part.offset && it.bytes === part.bytes)) await storageOfMedia().delete(key);
    const standing = howToGoOn(after, part);
    return standing.kind === 'refused' ? standing : accepted({ offset: after?.offset ?? 0 });
  },
};

function howToGoOn(upload: Upload | null, part: { offset: number; bytes: number }): Outcome<'append' | 'repeat', Refusal> {
  if (!upload || upload.state === 'leaving') return refused({ code: 'not_found', what: 'upload' });
  if (upload.state === 'refused') return refused(upload.refusal ?? { code: 'upload_damaged' });
  return nextPart(upload, { offset: part.offset, length: part.bytes });
}
