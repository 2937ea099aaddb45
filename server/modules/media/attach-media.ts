import type { MediaKind } from '../../contracts/api/media';
import type { CommandContext, Refusal } from '../../platform';
import { type Media, MediaModel } from './models/media.model';

/**
 * Makes sure, inside the caller's transaction, that photos and voice note are here and were sent by whoever attaches them, and keeps them
 * from being cleared out. Answers null, or the refusal `media_unknown` with the ids that are not.
 */
export async function attachMedia(
  { scope, actor, now }: Pick<CommandContext, 'scope' | 'actor' | 'now'>,
  asked: { readonly photoIds?: readonly string[] | undefined; readonly voiceId?: string | null | undefined },
): Promise<Refusal | null> {
  const wanted = new Map<string, MediaKind>((asked.photoIds ?? []).map((id) => [id, 'photo']));
  if (asked.voiceId) wanted.set(asked.voiceId, 'voice');
  if (wanted.size === 0) return null;

  const own = { factoryId: scope.factoryId, _id: { $in: [...wanted.keys()] }, state: 'kept', senderIds: actor.id } as const;
  const found = await MediaModel.find(own, { kind: 1 }).lean<Pick<Media, '_id' | 'kind'>[]>();
  const kinds = new Map(found.map(({ _id, kind }) => [_id.toHexString(), kind]));
  const mediaIds = [...wanted].filter(([id, kind]) => kinds.get(id) !== kind).map(([id]) => id);
  if (mediaIds.length > 0) return { code: 'media_unknown', mediaIds };
  await MediaModel.updateMany({ ...own, attachedAt: null }, { $set: { attachedAt: now } });
  return null;
}
