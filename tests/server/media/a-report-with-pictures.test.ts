import { presentMedia } from '../../../server/modules/media';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { reportWork, startWork } from '../../../server/modules/reporting';
import { WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { createWorkOrder, defineItem, defineRouting } from '../../../server/modules/workorders';
import { asPerson, demoFactory } from '../../support';
import { fixture, openRoom, refusalOf, sent } from './media-room';
import { jpeg } from './pictures';

openRoom();

async function atWork() {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  await liu.must(defineItem, { code: 'FL-80', name: '法兰盘 80', unit: { name: '件', decimals: 0 } });
  await liu.must(defineRouting, { itemCode: 'FL-80', operations: [{ seq: 10, name: '车外圆' }] });
  const order = await liu.must(createWorkOrder, {
    orderNo: 'WO-1',
    itemCode: 'FL-80',
    plannedQty: '10',
    dueAt: '2027-01-01T08:00:00+08:00',
    workshopId: 'w1',
    release: true,
  });
  const operationId = order.operations[0]?.id ?? '';
  const occurredAt = new Date().toISOString();
  await asPerson(factory.wang).must(startWork, { operationId, occurredAt });
  const report = (photoIds: string[], voiceId?: string) =>
    asPerson(factory.wang).run(reportWork, { operationId, goodQty: '1', scrap: [], reworkQty: '0', occurredAt, photoIds, voiceId });
  return { factory, report, operationId };
}

test('photos and a voice note go with the report, and are kept from then on', async () => {
  const { factory, report, operationId } = await atWork();
  const photo = await sent(factory.wang, 'photo', await jpeg());
  const voice = await sent(factory.wang, 'voice', fixture('voice.mp3'));
  expect(await report([photo.mediaId], voice.mediaId)).toMatchObject({ kind: 'accepted' });
  expect(await WorkReportModel.findOne({ operationId }).lean()).toMatchObject({ photoIds: [photo.mediaId], voiceId: voice.mediaId });
  expect(await MediaModel.countDocuments({ factoryId: factory.id, attachedAt: { $ne: null } })).toBe(2);
  const shown = await presentMedia(factory.zhou.actor.scope, [photo.mediaId, voice.mediaId], new Date());
  expect([...shown.values()].map(({ kind }) => kind).sort()).toEqual(['photo', 'voice']);
});

test('what is not there, not theirs, of another factory, or a voice note in the place of a photo: the report is refused whole', async () => {
  const { factory, report, operationId } = await atWork();
  const other = await demoFactory();
  const own = (await sent(factory.wang, 'photo', await jpeg())).mediaId;
  const wrong = [
    '665f1c2ab3d4e5f607182900',
    (await sent(factory.li, 'photo', await jpeg())).mediaId,
    (await sent(other.wang, 'photo', await jpeg())).mediaId,
    (await sent(factory.wang, 'voice', fixture('voice.aac'))).mediaId,
  ];
  for (const id of wrong) expect(refusalOf(await report([own, id]))).toEqual({ code: 'media_unknown', mediaIds: [id] });
  expect(refusalOf(await report([], own))).toEqual({ code: 'media_unknown', mediaIds: [own] });
  expect(await WorkReportModel.countDocuments({ operationId })).toBe(0);
  expect(await MediaModel.countDocuments({ factoryId: factory.id, attachedAt: { $ne: null } })).toBe(0);
  expect((await presentMedia(other.zhou.actor.scope, [own], new Date())).size).toBe(0);
});
