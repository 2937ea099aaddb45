import type { AttachedDto } from '../../contracts/api/media';
import type { AttachedFacts } from '../../contracts/events/media';
import type { Scope } from '../../platform';
import { presentMedia } from './present-media';

type Attached = { readonly photoIds?: readonly string[]; readonly voiceId?: string | null };

/** What is attached as an answer begins: its ids, which stay true for as long as the answer is kept. */
export const attachedTo = ({ photoIds = [], voiceId = null }: Attached): AttachedDto => ({ photoIds: [...photoIds], voiceId, media: [] });

/** The same answers for somebody who looks now: photos and voice with addresses that are good for some minutes. One question for all. */
export async function showAttached<T extends AttachedDto>(scope: Scope, answers: readonly T[], now: Date): Promise<T[]> {
  const media = await presentMedia(scope, answers.flatMap(idsOf), now);
  return answers.map((answer) => ({ ...answer, media: idsOf(answer).flatMap((id) => media.get(id) ?? []) }));
}

/** What a fact says of it: nothing when nothing is attached. */
export function attachedFacts({ photoIds = [], voiceId = null }: Attached): AttachedFacts {
  return photoIds.length > 0 || voiceId ? { photoIds, voiceId } : {};
}

const idsOf = ({ photoIds, voiceId }: AttachedDto): string[] => (voiceId ? [...photoIds, voiceId] : photoIds);
