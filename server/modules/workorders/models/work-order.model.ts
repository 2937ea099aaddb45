import { type HydratedDocument, model, Schema, Types } from 'mongoose';
import { FIRST_ARTICLE_TRIGGERS } from '../../../contracts/api/quality';
import {
  GATE_STATES,
  LINK_KINDS,
  type LinkKind,
  OPERATION_STATUSES,
  type OperationStatus,
  WORK_ORDER_STATUSES,
  type WorkOrderStatus,
} from '../../../contracts/statuses';
import type { Again, Concession, FirstArticle, Gate, Halt, PassedFor } from '../domain/order-state';

export type StoredOperation = {
  _id: Types.ObjectId;
  seq: number;
  name: string;
  stationCode: string | null;
  priMinutes: number;
  predecessors: { operationId: Types.ObjectId; kind: LinkKind; minTransferQty: number }[];
  status: OperationStatus;
  goodQty: number;
  scrapQty: number;
  inReworkQty: number;
  openSegments: number;
  runningSince: Date | null;
  workingPersonIds: string[];
  assignedPersonIds: string[];
  firstArticle: FirstArticle;
  finalRelease: Gate;
  producerIds: string[];
};

/**
 * A work order with its frozen routing and the progress of every operation in one document: what one operation may do depends on
 * the others, and one document is what a write conflict is about, so no two reports can each be right and both be wrong.
 */
export type WorkOrder = {
  _id: Types.ObjectId;
  factoryId: string;
  orderNo: string;
  item: { code: string; name: string; drawing: string | null; unit: { name: string; decimals: number } };
  customer: string | null;
  workshopId: string;
  status: WorkOrderStatus;
  plannedQty: number;
  overProductionRate: number;
  overProductionQty: number;
  makeUpQty: number;
  dueAt: Date;
  routingVersion: number;
  operations: StoredOperation[];
  /** Who stopped it, when and why, while it is on hold and after it was cancelled. */
  halt: Halt | null;
  /** The order it was split off from; `root` is the number that every part of it begins with. */
  splitFrom: { workOrderId: string; orderNo: string; root: string } | null;
  /** Grows with every change; a write demands the one it read. */
  revision: number;
  createdAt: Date;
  createdById: string;
  releasedAt: Date | null;
  /** When the first operation was begun; absent while none was. */
  startedAt?: Date | null;
  completedAt: Date | null;
  closedAt: Date | null;
  closedShort: boolean;
  closeReason: string | null;
  deletedAt: Date | null;
  deletionReason: string | null;
};
export type WorkOrderDocument = HydratedDocument<WorkOrder>;

export const ONE_ORDER_PER_NUMBER = 'one_work_order_per_number';

const concession = new Schema<Concession>(
  {
    approvalId: { type: String, required: true },
    byId: { type: String, required: true },
    at: { type: Date, required: true },
    deviation: { type: String, required: true },
    qty: { type: Number, required: true },
  },
  { _id: false },
);
const gate = {
  state: { type: String, enum: GATE_STATES, required: true },
  since: { type: Date, default: null },
  concession: { type: concession, default: null },
};
const again = new Schema<Again>(
  {
    trigger: { type: String, enum: FIRST_ARTICLE_TRIGGERS, required: true },
    at: { type: Date, required: true },
    exemptIds: { type: [String], default: [] },
    personIds: { type: [String], default: [] },
    madeQty: { type: Number, required: true },
  },
  { _id: false },
);
const passedFor = new Schema<PassedFor>(
  {
    personIds: { type: [String], default: [] },
    stationCode: { type: String, default: null },
    shift: { type: String, required: true },
    workedAt: { type: Date, required: true },
  },
  { _id: false },
);
const operation = new Schema<StoredOperation>({
  seq: { type: Number, required: true },
  name: { type: String, required: true },
  stationCode: { type: String, default: null },
  priMinutes: { type: Number, default: 0 },
  predecessors: [
    new Schema(
      {
        operationId: { type: Schema.Types.ObjectId, required: true },
        kind: { type: String, enum: LINK_KINDS, required: true },
        minTransferQty: { type: Number, required: true },
      },
      { _id: false },
    ),
  ],
  status: { type: String, enum: OPERATION_STATUSES, required: true },
  goodQty: { type: Number, required: true, default: 0 },
  scrapQty: { type: Number, required: true, default: 0 },
  inReworkQty: { type: Number, required: true, default: 0 },
  openSegments: { type: Number, required: true, default: 0 },
  runningSince: { type: Date, default: null },
  workingPersonIds: { type: [String], default: [] },
  assignedPersonIds: { type: [String], default: [] },
  firstArticle: new Schema(
    {
      ...gate,
      capQty: { type: Number, default: 0 },
      again: { type: again, default: null },
      passedFor: { type: passedFor, default: null },
    },
    { _id: false },
  ),
  finalRelease: new Schema(gate, { _id: false }),
  producerIds: { type: [String], default: [] },
});

const schema = new Schema<WorkOrder>(
  {
    factoryId: { type: String, required: true },
    orderNo: { type: String, required: true },
    item: new Schema(
      {
        code: { type: String, required: true },
        name: { type: String, required: true },
        drawing: { type: String, default: null },
        unit: new Schema({ name: { type: String, required: true }, decimals: { type: Number, required: true } }, { _id: false }),
      },
      { _id: false },
    ),
    customer: { type: String, default: null },
    workshopId: { type: String, required: true },
    status: { type: String, enum: WORK_ORDER_STATUSES, required: true },
    plannedQty: { type: Number, required: true },
    overProductionRate: { type: Number, required: true },
    overProductionQty: { type: Number, required: true, default: 0 },
    makeUpQty: { type: Number, required: true, default: 0 },
    dueAt: { type: Date, required: true },
    routingVersion: { type: Number, required: true },
    operations: [operation],
    halt: {
      type: new Schema<Halt>(
        {
          byId: { type: String, required: true },
          byName: { type: String, required: true },
          at: { type: Date, required: true },
          reason: { type: String, required: true },
          mergedInto: { type: String, default: null },
          stoppedIds: { type: [String], default: [] },
        },
        { _id: false },
      ),
      default: null,
    },
    splitFrom: {
      type: new Schema<NonNullable<WorkOrder['splitFrom']>>(
        {
          workOrderId: { type: String, required: true },
          orderNo: { type: String, required: true },
          root: { type: String, required: true },
        },
        { _id: false },
      ),
      default: null,
    },
    revision: { type: Number, required: true, default: 0 },
    createdAt: { type: Date, required: true },
    createdById: { type: String, required: true },
    releasedAt: { type: Date, default: null },
    startedAt: { type: Date, default: null },
    completedAt: { type: Date, default: null },
    closedAt: { type: Date, default: null },
    closedShort: { type: Boolean, default: false },
    closeReason: { type: String, default: null },
    deletedAt: { type: Date, default: null },
    deletionReason: { type: String, default: null },
  },
  { collection: 'workorders', versionKey: false },
);
// A deleted order gives its number back: what was entered wrongly can be entered again.
schema.index({ factoryId: 1, orderNo: 1 }, { name: ONE_ORDER_PER_NUMBER, unique: true, partialFilterExpression: { deletedAt: null } });
schema.index({ factoryId: 1, orderNo: 1, _id: 1 });
schema.index({ factoryId: 1, 'operations._id': 1 });
schema.index({ factoryId: 1, workshopId: 1, status: 1, dueAt: 1, _id: 1 });
schema.index({ factoryId: 1, status: 1, dueAt: 1, _id: 1 });
schema.index({ factoryId: 1, dueAt: 1, _id: 1 });
// What is dispatched to a person or runs in their hands: the list of their tasks.
schema.index({ factoryId: 1, 'operations.assignedPersonIds': 1 });
schema.index({ factoryId: 1, 'operations.workingPersonIds': 1 });
// The search box: prefixes of number, item and customer.
schema.index({ factoryId: 1, 'item.code': 1 });
schema.index({ factoryId: 1, 'item.name': 1 });
schema.index({ factoryId: 1, customer: 1 });

export const WorkOrderModel = model('WorkOrder', schema);
export const newOperationId = (): Types.ObjectId => new Types.ObjectId();
