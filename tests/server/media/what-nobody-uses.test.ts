import { attachMedia } from '../../../server/modules/media';
import { clearOut } from '../../../server/modules/media/commands/clear-out';
import { clearOutMedia } from '../../../server/modules/media/jobs/clear-out.job';
import { partKey } from '../../../server/modules/media/keys';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { UploadModel } from '../../../server/modules/media/models/upload.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, asSystem, demoFactory } from '../../support';
import { announce, fixture, openRoom, part, sent } from './media-room';
import { jpeg } from './pictures';

const { storage } = openRoom();
const NOW = new Date('2026-11-22T03:40:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const keysOf = (factoryId: string) => storage.keys().filter((key) => key.startsWith(`${factoryId}/`));

test('an upload nobody has touched for seven days is let go with its bytes; one of six days goes on', async () => {
  const { wang, li, id } = await demoFactory();
  const [old, young] = [await jpeg(), await jpeg()];
  const forgotten = await announce(wang, 'photo', old, daysAgo(8));
  await part(wang, forgotten.uploadId ?? '', 0, old.subarray(0, 100), daysAgo(8));
  const going = await announce(li, 'photo', young, daysAgo(8));
  await part(li, going.uploadId ?? '', 0, young.subarray(0, 100), daysAgo(6));
  await clearOutMedia.runOnce(id, NOW);
  expect(await UploadModel.distinct('_id', { factoryId: id })).toHaveLength(1);
  expect(keysOf(id)).toEqual([partKey(id, going.uploadId ?? '', { offset: 0, bytes: 100 })]);
  expect(await announce(li, 'photo', young, NOW)).toEqual(expect.objectContaining({ uploadId: going.uploadId, offset: 100 }));
});

test('media that nothing shows go after thirty days; attached ones, young ones and those sent again stay', async () => {
  const { wang, id } = await demoFactory();
  const [bytes, attached, again, young] = [await jpeg(), await jpeg(), await jpeg(), await jpeg()];
  const gone = await sent(wang, 'photo', bytes, daysAgo(31));
  const kept = [
    await sent(wang, 'photo', attached, daysAgo(31)),
    await sent(wang, 'photo', again, daysAgo(31)),
    await sent(wang, 'photo', young, daysAgo(29)),
  ];
  await attachMedia({ scope: wang.actor.scope, actor: wang.actor, now: daysAgo(31) }, { photoIds: [kept[0]?.mediaId ?? ''] });
  await announce(wang, 'photo', again, daysAgo(2));
  await clearOutMedia.runOnce(id, NOW);
  expect((await MediaModel.distinct('_id', { factoryId: id })).map(String).sort()).toEqual(kept.map(({ mediaId }) => mediaId).sort());
  expect(keysOf(id).filter((key) => key.includes(gone.mediaId))).toEqual([]);
  expect(keysOf(id)).toHaveLength(6);
  // The same bytes may come again, as new ones.
  expect(await announce(wang, 'photo', bytes, NOW)).toMatchObject({ mediaId: null, offset: 0 });
});

test('a run that died in the middle is taken up by the next, and a marked photo cannot be attached any more', async () => {
  const { wang, id } = await demoFactory();
  const { mediaId } = await sent(wang, 'voice', fixture('voice.ogg'), daysAgo(40));
  const system = asSystem({ id } as never, 'media.clear_out');
  const marked = await system.must(clearOut, { goneUploadIds: [], goneMediaIds: [] }, { now: NOW });
  expect(marked.mediaIds).toEqual([mediaId]);
  expect(await attachMedia({ scope: wang.actor.scope, actor: wang.actor, now: NOW }, { photoIds: [], voiceId: mediaId })).toEqual({
    code: 'media_unknown',
    mediaIds: [mediaId],
  });
  await clearOutMedia.runOnce(id, NOW);
  expect(await MediaModel.countDocuments({ factoryId: id })).toBe(0);
  expect(await UploadModel.countDocuments({ factoryId: id })).toBe(0);
  expect(keysOf(id)).toEqual([]);
});

test('a night with nothing to remove writes nothing, and one factory’s night leaves the others alone', async () => {
  const { wang, id } = await demoFactory();
  const other = await demoFactory();
  await sent(wang, 'photo', await jpeg(), daysAgo(40));
  const before = await JournalEntryModel.countDocuments({ factoryId: other.id });
  await clearOutMedia.runOnce(other.id, NOW);
  expect(await JournalEntryModel.countDocuments({ factoryId: other.id })).toBe(before);
  expect(await MediaModel.countDocuments({ factoryId: id })).toBe(1);
});

test('only the product itself may clear out', async () => {
  const { admin, it: _, ...people } = await demoFactory().then((factory) => ({ ...factory, it: factory.xu }));
  for (const person of [admin, people.zhou, people.xu]) {
    await expect(asPerson(person).run(clearOut, { goneUploadIds: [], goneMediaIds: [] })).rejects.toMatchObject({ code: 'forbidden' });
  }
});
