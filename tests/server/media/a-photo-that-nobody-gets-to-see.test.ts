import { ulid } from 'ulid';
import { approvalDto, approvalPage } from '../../../server/contracts/api/approvals';
import { orderHistoryDto } from '../../../server/contracts/api/order-board';
import { inspectionDto, inspectionPage } from '../../../server/contracts/api/quality';
import { reportReceiptDto, workReportPage } from '../../../server/contracts/api/reporting';
import { approvalById, approvalsInSight } from '../../../server/modules/approvals';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { decideInspection, inspections } from '../../../server/modules/quality';
import { reportsOf, reportWork, requestCorrection, requestOverProduction } from '../../../server/modules/reporting';
import { orderHistory } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson } from '../../support';
import { gatedOrder } from '../quality/gated-order';
import { fixture, openRoom, refusalOf, sent } from './media-room';
import { jpeg } from './pictures';

openRoom();

/** The first piece with a photo and a voice note, and the inspection that it brought about. */
async function firstPieceWithPhoto() {
  const shop = await gatedOrder();
  const { factory, turning } = shop;
  const photo = await sent(factory.wang, 'photo', await jpeg());
  const voice = await sent(factory.wang, 'voice', fixture('voice.mp3'));
  await shop.start(turning);
  const body = {
    operationId: turning,
    goodQty: '1',
    scrap: [],
    reworkQty: '0',
    occurredAt: new Date().toISOString(),
    photoIds: [photo.mediaId],
    voiceId: voice.mediaId,
  };
  const key = ulid();
  const report = (now = new Date()) => asPerson(factory.wang).must(reportWork, body, { key, now });
  const receipt = await report();
  await shop.factsArrive();
  return { ...shop, photo, voice, receipt, report, ids: [photo.mediaId, voice.mediaId] };
}

const idsOf = (shown: { media: readonly { mediaId: string }[] } | undefined): string[] =>
  (shown?.media ?? []).map(({ mediaId }) => mediaId);

test('a report shows its photo and its voice in the receipt, in the list and in the history of the order', async () => {
  const { factory, orderId, turning, receipt, ids } = await firstPieceWithPhoto();
  expect(idsOf(reportReceiptDto.parse(receipt).report)).toEqual(ids);
  expect(receipt.report).toMatchObject({ photoIds: [ids[0]], voiceId: ids[1] });
  const chen = asPerson(factory.chen);
  const { items } = workReportPage.parse(await chen.ask(reportsOf, { operationId: turning, limit: 50 }));
  expect(items.map(idsOf)).toEqual([ids]);
  expect(items[0]?.media[0]).toMatchObject({
    kind: 'photo',
    url: expect.stringContaining('?f='),
    thumbUrl: expect.stringContaining('?f='),
  });
  expect(items[0]?.media[1]).toMatchObject({ kind: 'voice', playable: true, durationMs: expect.any(Number) });
  const history = orderHistoryDto.parse(await asPerson(factory.liu).ask(orderHistory, { workOrderId: orderId }));
  expect(history.items.filter(({ what }) => what === 'reporting.work_reported').map(idsOf)).toEqual([ids]);
  expect(history.items.filter(({ what }) => what !== 'reporting.work_reported').flatMap(idsOf)).toEqual([]);
});

test('a receipt that is given again an hour later has addresses of that hour, and the journal has none', async () => {
  const { factory, report } = await firstPieceWithPhoto();
  const later = new Date(Date.now() + 3_600_000);
  const again = await report(later);
  expect(again.report.media.map(({ urlsExpireAt }) => Date.parse(urlsExpireAt) > later.getTime())).toEqual([true, true]);
  const entries = await JournalEntryModel.find({ factoryId: factory.id }).lean();
  expect(entries.length).toBeGreaterThan(0);
  expect(JSON.stringify(entries)).not.toContain('/api/v1/media/');
});

test('photos that are gone are left out, and what they belonged to is still there', async () => {
  const { factory, turning, ids } = await firstPieceWithPhoto();
  await MediaModel.deleteMany({ factoryId: factory.id, kind: 'photo' });
  const { items } = await asPerson(factory.chen).ask(reportsOf, { operationId: turning, limit: 50 });
  expect(items.map(idsOf)).toEqual([[ids[1]]]);
  expect(items[0]?.photoIds).toEqual([ids[0]]);
});

test('a verdict shows the photos of the inspector, to everybody who sees the inspection', async () => {
  const { factory, orderId, turning, theOpen } = await firstPieceWithPhoto();
  const flaw = await sent(factory.zhang, 'photo', await jpeg());
  const spoken = await sent(factory.zhang, 'voice', fixture('voice.aac'));
  const inspectionId = await theOpen('first_article');
  const verdict = { inspectionId, result: 'failed' as const, reason: '孔偏', photoIds: [flaw.mediaId], voiceId: spoken.mediaId };
  const decided = inspectionDto.parse(await asPerson(factory.zhang).must(decideInspection, verdict));
  expect(idsOf(decided)).toEqual([flaw.mediaId, spoken.mediaId]);
  const seen = inspectionPage.parse(await asPerson(factory.chen).ask(inspections, { operationId: turning, state: 'failed', limit: 50 }));
  expect(seen.items.map(idsOf)).toEqual([[flaw.mediaId, spoken.mediaId]]);
  const history = await asPerson(factory.liu).ask(orderHistory, { workOrderId: orderId });
  expect(history.items.filter(({ what }) => what === 'quality.inspection_failed').map(idsOf)).toEqual([[flaw.mediaId, spoken.mediaId]]);
  const photo = await MediaModel.findById(flaw.mediaId).lean();
  expect(photo?.attachedAt).not.toBeNull();
});

test('a photo that is not the inspector’s refuses the verdict, and the gate stays where it is', async () => {
  const { factory, turning, theOpen, stateOf, photo } = await firstPieceWithPhoto();
  const inspectionId = await theOpen('first_article');
  const outcome = await asPerson(factory.zhang).run(decideInspection, { inspectionId, result: 'passed', photoIds: [photo.mediaId] });
  expect(refusalOf(outcome)).toEqual({ code: 'media_unknown', mediaIds: [photo.mediaId] });
  expect((await stateOf(turning))?.firstArticle.state).toBe('open');
});

test('whoever decides a request sees what came with it: of the request, or of the report it is about', async () => {
  const { factory, turning, receipt, ids } = await firstPieceWithPhoto();
  const blank = await sent(factory.wang, 'photo', await jpeg());
  const asked = { operationId: turning, qty: '5', reason: '毛坯多投' };
  const stolen = await asPerson(factory.wang).run(requestOverProduction, { ...asked, photoIds: ['665f1c2ab3d4e5f607182900'] });
  expect(refusalOf(stolen)).toMatchObject({ code: 'media_unknown' });
  const over = await asPerson(factory.wang).must(requestOverProduction, { ...asked, photoIds: [blank.mediaId] });
  const reportId = receipt.report.id;
  const old = await asPerson(factory.wang).must(requestCorrection, { reportId, reason: '报多了', occurredAt: new Date().toISOString() });
  const zhou = asPerson(factory.zhou);
  expect(idsOf(approvalDto.parse(await zhou.ask(approvalById, { approvalId: over.approvalId })))).toEqual([blank.mediaId]);
  expect(idsOf(approvalDto.parse(await zhou.ask(approvalById, { approvalId: old.approvalId })))).toEqual(ids);
  const page = approvalPage.parse(await zhou.ask(approvalsInSight, { limit: 50 }));
  expect(page.items.flatMap(idsOf).sort()).toEqual([blank.mediaId, ...ids].sort());
});
