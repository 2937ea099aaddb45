import type * as z from 'zod/mini';
import { finishUploadBody, type MediaDto } from '../../../contracts/api/media';
import type { MediaReceived } from '../../../contracts/events/media';
import { accepted, type CallContext, type Command, defineCommand, type Outcome, type Refusal, refused } from '../../../platform';
import { collectParts, dropParts } from '../collect-parts';
import { type MadeMedia, makeMedia } from '../make-media';
import { type MediaFacts, mediaFacts, withAddresses } from '../media.presenter';
import { type Media, MediaModel, ONE_MEDIA_PER_CONTENT } from '../models/media.model';
import { type Upload, UploadModel } from '../models/upload.model';

/** What came out of the checks; null when the upload was settled before and there was nothing to check. */
type Made = Outcome<MadeMedia, Refusal> | null;
type Input = z.infer<typeof finishUploadBody>;

/**
 * Checks what was uploaded and keeps it. Photos are drawn anew and voice notes read to their end before the transaction begins; the
 * command itself only records what came of it, and the addresses in the answer are made when it is given, not kept in the journal.
 * Refuses with `not_found`, `upload_incomplete`, `upload_damaged`, `media_not_a_photo`, `photo_too_many_pixels`, `media_not_a_voice` or
 * `voice_too_long`; nothing of what is refused is kept. Publishes `media.received`.
 */
export const finishUpload: Command<Input, MediaDto> = {
  name: 'media.finish-upload',
  permission: 'media.upload',
  input: finishUploadBody,
  async run(raw, call) {
    const before = await findUpload(raw, call);
    const made = before?.state === 'open' ? await make(before) : null;
    const outcome = await record(made).run(raw, call);
    if (outcome.kind === 'refused') {
      if (before?.state === 'open' && made?.kind === 'refused') await giveUp(before, made.refusal);
      return outcome;
    }
    if (before) await dropParts(before);
    return accepted(withAddresses(call.actor.scope.factoryId, outcome.value, call.now));
  },
};

/** The upload, for those who may; everybody else gets their answer from the command. */
async function findUpload(raw: unknown, { actor }: CallContext): Promise<Upload | null> {
  const input = finishUploadBody.safeParse(raw);
  if (!input.success || !actor.permissions.has('media.upload')) return null;
  return UploadModel.findOne({ _id: input.data.uploadId, factoryId: actor.scope.factoryId, personId: actor.id }).lean<Upload>();
}

async function make(upload: Upload): Promise<Made> {
  if (upload.offset < upload.bytes) return refused({ code: 'upload_incomplete', offset: upload.offset, bytes: upload.bytes });
  const bytes = await collectParts(upload);
  return bytes === null ? refused({ code: 'upload_damaged' }) : makeMedia(upload, bytes);
}

/** A file that will never do is let go at once. One that is not complete, or arrived damaged, may be sent on. */
async function giveUp(upload: Upload, refusal: Refusal): Promise<void> {
  if (refusal.code === 'upload_incomplete' || refusal.code === 'upload_damaged') return;
  await UploadModel.updateOne(
    { _id: upload._id, factoryId: upload.factoryId, state: 'open' },
    { $set: { state: 'refused', refusal, parts: [] } },
  );
  await dropParts(upload);
}

const record = (made: Made) =>
  defineCommand({
    name: finishUpload.name,
    permission: finishUpload.permission,
    input: finishUploadBody,
    againIfLostTo: [ONE_MEDIA_PER_CONTENT],
    async run({ uploadId }, { actor, scope, now, publish }): Promise<Outcome<MediaFacts>> {
      const { factoryId } = scope;
      const upload = await UploadModel.findOne({ _id: uploadId, factoryId, personId: actor.id }).lean<Upload>();
      if (!upload || upload.state === 'leaving') return refused({ code: 'not_found', what: 'upload' });
      if (upload.state === 'refused') return refused(upload.refusal ?? { code: 'upload_damaged' });
      if (upload.state === 'finished') return answerOfFinished(factoryId, upload);
      if (made === null) return refused({ code: 'busy' });
      if (made.kind === 'refused') return made;

      const content = { factoryId, kind: upload.kind, sha256: upload.sha256 };
      const same = await MediaModel.findOneAndUpdate(
        { ...content, state: 'kept' },
        { $addToSet: { senderIds: actor.id }, $set: { claimedAt: now } },
        { returnDocument: 'after' },
      ).lean<Media>();
      const media = same ?? {
        _id: upload._id,
        ...content,
        ...made.value,
        senderIds: [actor.id],
        receivedAt: now,
        claimedAt: now,
        attachedAt: null,
        state: 'kept' as const,
      };
      if (!same) {
        await MediaModel.create([media]);
        publish(receivedFact(media, actor.id));
      }
      const mediaId = media._id.toHexString();
      await UploadModel.updateOne({ _id: upload._id, factoryId }, { $set: { state: 'finished', mediaId, touchedAt: now } });
      return accepted(mediaFacts(media));
    },
  });

async function answerOfFinished(factoryId: string, { mediaId }: Upload): Promise<Outcome<MediaFacts>> {
  const media = await MediaModel.findOne({ _id: mediaId, factoryId, state: 'kept' }).lean<Media>();
  return media ? accepted(mediaFacts(media)) : refused({ code: 'not_found', what: 'media' });
}

function receivedFact({ _id, kind, durationMs }: Media, personId: string): MediaReceived {
  const mediaId = _id.toHexString();
  return { type: 'media.received', version: 1, subject: `media:${mediaId}`, payload: { mediaId, kind, personId, durationMs } };
}
