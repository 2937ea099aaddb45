import { Types } from 'mongoose';
import type { WorkReportDto } from '../../../../server/contracts/api/reporting';
import type { WorkOrderDto } from '../../../../server/contracts/api/workorders';
import type { Role } from '../../../../server/contracts/permissions';
import { AlertModel } from '../../../../server/modules/alerts/models/alert.model';
import { PersonModel } from '../../../../server/modules/identity/models/person.model';
import { SessionModel } from '../../../../server/modules/identity/models/session.model';
import { ImportDraftModel } from '../../../../server/modules/integration/models/import-draft.model';
import { setPieceRate } from '../../../../server/modules/payroll';
import { requestInspection } from '../../../../server/modules/quality';
import { pauseWork, reportWork, requestOverProduction, startWork } from '../../../../server/modules/reporting';
import {
  closeWorkOrder,
  createWorkOrder,
  defineItem,
  defineRouting,
  defineStation,
  requestOrderChange,
} from '../../../../server/modules/workorders';
import { asPerson, type TestFactory, type TestPerson } from '../../../support';
import { announce, fixture, sent } from '../../media/media-room';

/** One of everything that an address or a body can name, in one workshop. `tag` stands in every text of it. */
export type Place = {
  readonly tag: string;
  readonly factoryId: string;
  readonly workshopId: string;
  readonly itemCode: string;
  readonly stationCode: string;
  readonly orderNo: string;
  /** Running, with pieces made, scrapped and in rework at its first operation. */
  readonly workOrderId: string;
  readonly operationId: string;
  readonly reportId: string;
  readonly otherReportId: string;
  readonly draftId: string;
  readonly unwantedId: string;
  readonly finishableId: string;
  readonly cancellableId: string;
  /** Two of one kind that nobody has begun. */
  readonly unbegunId: string;
  readonly unbegunToo: string;
  readonly changeableId: string;
  /** The first operation of the changeable order, with nothing asked about it yet. */
  readonly untouchedOperationId: string;
  readonly changeId: string;
  readonly gatedOperationId: string;
  readonly inspectionId: string;
  readonly approvalId: string;
  readonly alertId: string;
  /** Work that arrived for an order that was over. */
  readonly unplacedId: string;
  /** A voice note that the worker sent, an upload they have begun, and a sheet that somebody is about to import. */
  readonly mediaId: string;
  readonly uploadId: string;
  readonly importId: string;
  readonly workerId: string;
  readonly bystanderId: string;
  readonly leaverId: string;
  /** Taken on and never signed in; and a device that the worker is signed in on. */
  readonly newcomerId: string;
  readonly deviceId: string;
};

type Doing = ReturnType<typeof asPerson>;

const DUE = '2027-03-01T18:00:00+08:00';
const HIRED = { warehouseIds: [], locale: 'zh-CN', state: 'active', departedAt: null, rightsVersion: 0 } as const;

/** Somebody put into the store as they are, without anybody taking them on. */
export async function put(factory: TestFactory, name: string, roles: readonly Role[], workshopId: string): Promise<{ id: string }> {
  const _id = new Types.ObjectId();
  await PersonModel.collection.insertOne({ _id, ...HIRED, factoryId: factory.id, name, roles: [...roles], workshopIds: [workshopId] });
  return { id: _id.toHexString() };
}

/** Furnishes a workshop by the commands that people use. `settle` hands on what was published, so that alerts and pay are there. */
export async function furnish(
  factory: TestFactory,
  place: { readonly tag: string; readonly workshopId: string; readonly itemTag: string; readonly worker: TestPerson },
  settle: () => Promise<void>,
): Promise<Place> {
  const { tag, workshopId, itemTag, worker } = place;
  const liu = asPerson(factory.liu);
  const works = asPerson(worker);
  const now = new Date().toISOString();
  const itemCode = `${itemTag}-AX`;
  const gatedCode = `${itemTag}-FL`;
  const stationCode = `${tag}-C1`;
  await liu.must(defineStation, { code: stationCode, name: `${tag} 车床`, workshopId });
  for (const [code, firstArticle] of [
    [itemCode, {}],
    [gatedCode, { firstArticle: { cap: '1' } }],
  ] as const) {
    await liu.must(defineItem, { code, name: `${itemTag} 件`, unit: { name: '件', decimals: 0 } });
    await liu.must(defineRouting, {
      itemCode: code,
      operations: [
        { seq: 10, name: '车', ...firstArticle },
        { seq: 20, name: '铣' },
      ],
    });
  }
  await asPerson(factory.wu).run(setPieceRate, { itemCode, operationName: '车', price: '0.5', validFrom: '2026-01-01' });

  const order = (name: string, code = itemCode, release = true): Promise<WorkOrderDto> =>
    liu.must(createWorkOrder, {
      orderNo: `${tag}-${name}`,
      itemCode: code,
      plannedQty: '1000',
      dueAt: DUE,
      workshopId,
      customer: `${tag} 客户`,
      release,
    });
  const running = await order('RUN');
  const operationId = firstOf(running);
  await works.must(startWork, { operationId, occurredAt: now });
  const quantities = { goodQty: '20', scrap: [{ reasonCode: 'scratch', qty: '4' }], reworkQty: '5', photoIds: [] };
  await works.must(reportWork, { operationId, ...quantities, occurredAt: now });
  const tenGood = { operationId, goodQty: '10', scrap: [], reworkQty: '0', photoIds: [], occurredAt: now };
  const report = reportIn(await works.must(reportWork, tenGood));
  const otherReport = reportIn(await works.must(reportWork, tenGood));
  const { approvalId } = await works.must(requestOverProduction, { operationId, qty: '5', reason: `${tag} 多投` });

  const gatedOperationId = firstOf(await order('GATED', gatedCode));
  await works.must(startWork, { operationId: gatedOperationId, occurredAt: now });
  const inspection = await works.must(requestInspection, { operationId: gatedOperationId, kind: 'first_article' });

  const changed = await order('CHANGED');
  const change = await liu.must(requestOrderChange, { workOrderId: changed.id, plannedQty: '1100', reason: `${tag} 加单` });
  const changeable = await order('CHANGE');
  await settle();
  const alert = await AlertModel.findOne({ factoryId: factory.id, workshopId }).lean();
  if (!alert) throw new Error(`no alert in ${tag}: the change of an order raises one`);
  return {
    tag,
    factoryId: factory.id,
    workshopId,
    itemCode,
    stationCode,
    orderNo: running.orderNo,
    workOrderId: running.id,
    operationId,
    reportId: report.id,
    otherReportId: otherReport.id,
    draftId: (await order('DRAFT', itemCode, false)).id,
    unwantedId: (await order('UNWANTED')).id,
    finishableId: (await order('CLOSE')).id,
    unbegunId: (await order('UNBEGUN')).id,
    unbegunToo: (await order('UNBEGUN-TOO')).id,
    cancellableId: (await order('CANCEL')).id,
    changeableId: changeable.id,
    untouchedOperationId: firstOf(changeable),
    changeId: change.id,
    gatedOperationId,
    inspectionId: inspection.id,
    approvalId,
    alertId: alert._id.toHexString(),
    unplacedId: await tooLate(works, liu, await order('OVER')),
    mediaId: await voiceNoteOf(worker),
    uploadId: (await announce(worker, 'photo', Buffer.from(tag))).uploadId ?? '',
    importId: await draftOf(factory),
    workerId: worker.id,
    bystanderId: (await put(factory, `${tag} 甲`, ['worker'], workshopId)).id,
    leaverId: (await put(factory, `${tag} 乙`, ['worker'], workshopId)).id,
    newcomerId: (await put(factory, `${tag} 丙`, ['worker'], workshopId)).id,
    deviceId: await deviceOf(worker),
  };
}

function firstOf(order: WorkOrderDto): string {
  const [operation] = order.operations;
  if (!operation) throw new Error(`${order.orderNo} has no operations`);
  return operation.id;
}

function reportIn(receipt: object): WorkReportDto {
  if (!('report' in receipt)) throw new Error('the report was set aside');
  return receipt.report as WorkReportDto;
}

/** Work that was reported for an order which had been closed a moment before. */
async function tooLate(works: Doing, planner: Doing, order: WorkOrderDto): Promise<string> {
  const operationId = firstOf(order);
  const occurredAt = new Date().toISOString();
  await works.must(startWork, { operationId, occurredAt });
  await works.must(pauseWork, { operationId, occurredAt });
  await planner.must(closeWorkOrder, { workOrderId: order.id, closeShort: true, reason: '不做了' });
  return reportIn(await works.must(reportWork, { operationId, goodQty: '1', scrap: [], reworkQty: '0', photoIds: [], occurredAt })).id;
}

/** A sign-in of the worker, straight into the store: nobody is to come in by it. */
async function deviceOf({ id, actor }: TestPerson): Promise<string> {
  const at = new Date();
  const sessionId = new Types.ObjectId();
  await SessionModel.collection.insertOne({
    _id: sessionId,
    factoryId: actor.scope.factoryId,
    personId: id,
    tokenHash: sessionId.toHexString(),
    usedTokenHashes: [],
    startedAt: at,
    refreshedAt: at,
    expiresAt: new Date(at.getTime() + 86_400_000),
    endedAt: null,
    endedBecause: null,
  });
  return sessionId.toHexString();
}

async function draftOf(factory: TestFactory): Promise<string> {
  const _id = new Types.ObjectId();
  await ImportDraftModel.collection.insertOne({
    _id,
    factoryId: factory.id,
    kind: 'items',
    state: 'ready',
    createdById: factory.liu.id,
  } as never);
  return _id.toHexString();
}

/** Whoever sends what the factory has already is answered with that; so a second workshop's note is the first one's. */
async function voiceNoteOf(worker: TestPerson): Promise<string> {
  const bytes = fixture('voice.mp3');
  const { mediaId } = await announce(worker, 'voice', bytes);
  return mediaId ?? (await sent(worker, 'voice', bytes)).mediaId;
}
