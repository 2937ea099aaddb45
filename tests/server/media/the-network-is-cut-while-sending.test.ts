import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MOST_PART_BYTES } from '../../../server/contracts/api/media';
import { openUpload, takePart } from '../../../server/modules/media';
import { nextPart } from '../../../server/modules/media/domain/next-part';
import { copyKey } from '../../../server/modules/media/keys';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { UploadModel } from '../../../server/modules/media/models/upload.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory } from '../../support';
import { announce, finish, openRoom, part, refusalOf, sent, sha256 } from './media-room';
import { jpeg, noisyJpeg } from './pictures';

const { storage } = openRoom();

async function begun() {
  const { wang, li, id } = await demoFactory();
  const bytes = await noisyJpeg(300, 200);
  const { uploadId } = await announce(wang, 'photo', bytes);
  if (!uploadId) throw new Error('no upload');
  return { wang, li, id, bytes, uploadId };
}

test('it goes on where it stopped, also when the phone has forgotten where and to what', async () => {
  const { wang, bytes, uploadId } = await begun();
  await part(wang, uploadId, 0, bytes.subarray(0, 1_000));
  expect(await announce(wang, 'photo', bytes)).toEqual({ uploadId, offset: 1_000, mediaId: null });
  expect(refusalOf(await part(wang, uploadId, 2_000, bytes.subarray(2_000)))).toEqual({ code: 'upload_offset', offset: 1_000 });
  expect(refusalOf(await finish(wang, uploadId))).toEqual({ code: 'upload_incomplete', offset: 1_000, bytes: bytes.length });
  expect(await part(wang, uploadId, 1_000, bytes.subarray(1_000))).toMatchObject({ value: { offset: bytes.length } });
  expect(await finish(wang, uploadId)).toMatchObject({ kind: 'accepted', value: { mediaId: uploadId, width: 300 } });
});

test('a part whose answer was lost is sent again, at once and later, and counts once', async () => {
  const { wang, bytes, uploadId } = await begun();
  const first = bytes.subarray(0, 1_000);
  const answers = await Promise.all([part(wang, uploadId, 0, first), part(wang, uploadId, 0, first), part(wang, uploadId, 0, first)]);
  for (const answer of answers) expect(answer).toMatchObject({ value: { offset: 1_000 } });
  await part(wang, uploadId, 1_000, bytes.subarray(1_000));
  expect(await part(wang, uploadId, 0, first)).toMatchObject({ value: { offset: bytes.length } });
  await finish(wang, uploadId);
  expect(await part(wang, uploadId, 0, first)).toMatchObject({ value: { offset: bytes.length } });
});

test('two phones of one person send different pieces of the same photo at once: what is kept is the photo', async () => {
  for (let round = 0; round < 5; round++) {
    const { wang, id, bytes, uploadId } = await begun();
    await Promise.all([part(wang, uploadId, 0, bytes.subarray(0, 1_000)), part(wang, uploadId, 0, bytes.subarray(0, 3_000))]);
    const { offset } = await announce(wang, 'photo', bytes);
    expect([1_000, 3_000]).toContain(offset);
    await part(wang, uploadId, offset, bytes.subarray(offset));
    expect(await finish(wang, uploadId)).toMatchObject({ kind: 'accepted' });
    expect(storage.keys().filter((key) => key.startsWith(`${id}/uploads/`))).toEqual([]);
  }
});

test('what arrives damaged is sent again from the start', async () => {
  const { wang, id, bytes, uploadId } = await begun();
  await part(wang, uploadId, 0, randomBytes(bytes.length));
  expect(refusalOf(await finish(wang, uploadId))).toEqual({ code: 'upload_damaged' });
  expect(storage.keys().filter((key) => key.startsWith(`${id}/`))).toEqual([]);
  expect(await announce(wang, 'photo', bytes)).toEqual({ uploadId, offset: 0, mediaId: null });
  await part(wang, uploadId, 0, bytes);
  expect(await finish(wang, uploadId)).toMatchObject({ kind: 'accepted' });
});

test('finished twice, with the same key and with another, at once and later: one photo, one fact, one answer', async () => {
  const { wang, id, bytes, uploadId } = await begun();
  await part(wang, uploadId, 0, bytes);
  const now = new Date();
  const answers = await Promise.all([
    finish(wang, uploadId, { key: 'finish-key-1', now }),
    finish(wang, uploadId, { key: 'finish-key-1', now }),
    finish(wang, uploadId, { now }),
  ]);
  answers.push(await finish(wang, uploadId, { key: 'finish-key-1', now }));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ kind: 'accepted' });
  expect(await MediaModel.countDocuments({ factoryId: id })).toBe(1);
  expect(await JournalEntryModel.countDocuments({ factoryId: id, 'facts.type': 'media.received' })).toBe(1);
  expect(storage.keys().filter((key) => key.startsWith(`${id}/`))).toEqual([
    copyKey(id, uploadId, 'display'),
    copyKey(id, uploadId, 'thumb'),
  ]);
});

test('an answer that is repeated has addresses that are good now, and the journal has none', async () => {
  const { wang, id, bytes, uploadId } = await begun();
  await part(wang, uploadId, 0, bytes);
  const now = new Date('2026-11-22T08:00:00Z');
  await finish(wang, uploadId, { key: 'finish-key-2', now });
  const later = await finish(wang, uploadId, { key: 'finish-key-2', now: new Date('2026-11-22T09:00:00Z') });
  expect(later).toMatchObject({ value: { urlsExpireAt: '2026-11-22T09:15:00.000Z' } });
  const entry = await JournalEntryModel.findOne({ factoryId: id, key: 'finish-key-2' }).lean();
  expect(JSON.stringify(entry)).not.toContain('/api/v1/media');
});

test('the same bytes are never sent twice, and whoever has them may attach them', async () => {
  const { wang, li, id } = await demoFactory();
  const bytes = await jpeg();
  const { mediaId } = await sent(wang, 'photo', bytes);
  expect(await announce(wang, 'photo', bytes)).toEqual({ uploadId: null, offset: bytes.length, mediaId });
  expect(await announce(li, 'photo', bytes)).toEqual({ uploadId: null, offset: bytes.length, mediaId });
  expect(await MediaModel.findById(mediaId).lean()).toMatchObject({ senderIds: [wang.id, li.id] });
  expect(await MediaModel.countDocuments({ factoryId: id })).toBe(1);
  const other = await demoFactory();
  expect(await announce(other.wang, 'photo', bytes)).toMatchObject({ mediaId: null, offset: 0 });
});

test('the same photo announced with a wrong size holds nobody up: what is true can still be sent', async () => {
  const { wang, bytes } = await begun();
  const wrong = await asPerson(wang).must(openUpload, { kind: 'photo', bytes: bytes.length - 1, sha256: sha256(bytes) });
  expect(wrong).toMatchObject({ offset: 0, mediaId: null });
  const again = await announce(wang, 'photo', bytes);
  expect(again.uploadId).not.toBe(wrong.uploadId);
  if (!wrong.uploadId || !again.uploadId) throw new Error('no upload');
  await part(wang, wrong.uploadId, 0, bytes.subarray(0, bytes.length - 1));
  expect(refusalOf(await finish(wang, wrong.uploadId))).toEqual({ code: 'upload_damaged' });
  await part(wang, again.uploadId, 0, bytes);
  expect(await finish(wang, again.uploadId)).toMatchObject({ kind: 'accepted', value: { mediaId: again.uploadId } });
});

test('two people send the same bytes at the same moment: one photo, and both may attach it', async () => {
  for (let round = 0; round < 3; round++) {
    const { wang, li, id } = await demoFactory();
    const bytes = await jpeg();
    const ids: string[] = [];
    for (const person of [wang, li]) {
      const { uploadId } = await announce(person, 'photo', bytes);
      await part(person, uploadId ?? '', 0, bytes);
      ids.push(uploadId ?? '');
    }
    const [one, two] = await Promise.all([finish(wang, ids[0] ?? ''), finish(li, ids[1] ?? '')]);
    expect(one).toEqual(two);
    const kept = await MediaModel.find({ factoryId: id }).lean();
    expect(kept).toHaveLength(1);
    expect([...(kept[0]?.senderIds ?? [])].sort()).toEqual([wang.id, li.id].sort());
  }
});

test('an upload is its sender’s alone', async () => {
  const { li, bytes, uploadId } = await begun();
  const other = await demoFactory();
  for (const person of [li, other.wang]) {
    expect(refusalOf(await part(person, uploadId, 0, bytes))).toMatchObject({ code: 'not_found' });
    expect(refusalOf(await finish(person, uploadId))).toMatchObject({ code: 'not_found' });
  }
});

test('too large, too many, without the right, and nonsense are refused', async () => {
  const { wang } = await demoFactory();
  const ask = (input: object) =>
    asPerson(wang).run(openUpload, { kind: 'photo', bytes: 10, sha256: sha256(Buffer.from('x')), ...input } as never);
  expect(refusalOf(await ask({ bytes: 10_000_001 }))).toEqual({ code: 'media_too_large', mostBytes: 10_000_000, mostMb: 10 });
  expect(refusalOf(await ask({ kind: 'voice', bytes: 3_000_001 }))).toMatchObject({ code: 'media_too_large', mostMb: 3 });
  for (const bad of [{ bytes: 0 }, { bytes: 1.5 }, { kind: 'film' }, { sha256: 'x' }, { sha256: { $ne: '' } }, { path: '../x' }]) {
    await expect(ask(bad)).rejects.toMatchObject({ code: 'invalid_input' });
  }
  for (let i = 0; i < 20; i++) await ask({ sha256: sha256(Buffer.from(`${i}`)) });
  expect(refusalOf(await ask({ sha256: sha256(Buffer.from('one too many')) }))).toEqual({ code: 'too_many_uploads', most: 20 });
  expect(refusalOf(await ask({ sha256: sha256(Buffer.from('0')) }))).toBe('accepted');

  const nobody = { actor: { ...wang.actor, permissions: new Set<never>() } };
  const uploadId = '665f1c2ab3d4e5f607182900';
  await expect(announce(nobody, 'photo', Buffer.from('x'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(part(nobody, uploadId, 0, Buffer.from('x'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(finish(nobody, uploadId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(wang).run(takePart, { uploadId, offset: -1, bytes: Buffer.from('x') })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(refusalOf(await part(wang, uploadId, 0, Buffer.from('x')))).toMatchObject({ code: 'not_found' });
});

test('more than was announced is not taken', async () => {
  const { wang, bytes, uploadId } = await begun();
  expect(refusalOf(await part(wang, uploadId, 0, Buffer.alloc(bytes.length + 1)))).toEqual({ code: 'upload_offset', offset: 0 });
  expect((await UploadModel.findById(uploadId).lean())?.parts).toEqual([]);
});

test('whatever parts arrive, in whatever order and how often, the bytes never get ahead of themselves or go back', () => {
  const parts = fc.array(fc.record({ offset: fc.nat(MOST_PART_BYTES), length: fc.nat(MOST_PART_BYTES) }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 * MOST_PART_BYTES }), parts, (bytes, arriving) => {
      let offset = 0;
      for (const one of arriving) {
        const step = nextPart({ bytes, offset }, one);
        if (step.kind === 'refused') expect(step.refusal.offset).toBe(offset);
        else if (step.value === 'append') {
          expect(one.offset).toBe(offset);
          offset += one.length;
        } else expect(one.offset + one.length).toBeLessThanOrEqual(offset);
        expect(offset).toBeLessThanOrEqual(bytes);
      }
    }),
  );
});
