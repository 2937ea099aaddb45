import type { Delivery } from './deliver';
import { enqueue, RANK } from './enqueue';
import { type Send, SendModel } from './send.model';
import { lineOf, wordsFor } from './words';

/** Four short lines at most, and the first says how many there are. */
const LINES_SHOWN = 3;

/**
 * Makes one message of all that piled up for one person. False when there is only this one, which then goes out as itself. What is
 * merged is marked with the digest first, so a process that ends halfway finds it again under the same name and loses nothing.
 */
export async function mergeIntoDigest(first: Send, { clock, publicUrl }: Delivery): Promise<boolean> {
  const now = clock();
  const digestId = `digest:${first._id}`;
  const { factoryId, personId, userId } = first;
  await SendModel.updateMany(
    { personId, state: 'held', reason: 'waits_for_digest' },
    { $set: { state: 'merged', reason: 'in_digest', mergedInto: digestId } },
  );
  const piled = await SendModel.find({ mergedInto: digestId, _id: { $ne: first._id } }).lean<Send[]>();
  if (piled.length === 0) return false;

  const all = [first, ...piled].sort((a, b) => a.rank - b.rank || a.queuedAt.getTime() - b.queuedAt.getTime());
  const words = await wordsFor(factoryId, personId, now, publicUrl);
  const lines = all.flatMap(({ content }) => (content.kind === 'notice' ? [lineOf(content.notice, words)] : []));
  const text = [
    words.t('bot:digest.first', { count: lines.length }),
    ...lines.slice(0, LINES_SHOWN),
    ...(lines.length > LINES_SHOWN ? [words.t('bot:digest.more', { count: lines.length - LINES_SHOWN })] : []),
  ].join('\n');
  await enqueue({ _id: digestId, factoryId, personId, userId, content: { kind: 'text', text }, urgency: 'urgent', rank: RANK.p2 }, now);
  await SendModel.updateOne({ _id: first._id }, { $set: { state: 'merged', reason: 'in_digest', mergedInto: digestId } });
  return true;
}
