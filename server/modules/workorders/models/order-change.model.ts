import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { CHANGE_CHOICES, type ChangeChoice } from '../../../contracts/api/workorders';

export const CHANGE_STATES = ['open', 'question', 'accepted', 'refused'] as const;

/** A wish to change an order, as a document: what it was, what it is to be, who asked, who answered (B-1.18). */
export type OrderChange = {
  _id: Types.ObjectId;
  factoryId: string;
  workOrderId: string;
  workshopId: string;
  orderNo: string;
  from: { plannedQty: number; dueAt: Date };
  to: { plannedQty: number; dueAt: Date };
  reason: string;
  state: (typeof CHANGE_STATES)[number];
  /** Not yet accepted or refused. */
  pending: boolean;
  requestedById: string;
  requestedAt: Date;
  answeredById: string | null;
  answeredAt: Date | null;
  note: string | null;
  /** What becomes of what was made beyond it. */
  choice: ChangeChoice | null;
};
export type OrderChangeDocument = HydratedDocument<OrderChange>;

/** One change of an order at a time: with two, nobody could say what accepting one of them means. */
export const ONE_PENDING_CHANGE = 'one_pending_change_per_order';

const terms = () =>
  new Schema<OrderChange['from']>({ plannedQty: { type: Number, required: true }, dueAt: { type: Date, required: true } }, { _id: false });
const schema = new Schema<OrderChange>(
  {
    factoryId: { type: String, required: true },
    workOrderId: { type: String, required: true },
    workshopId: { type: String, required: true },
    orderNo: { type: String, required: true },
    from: { type: terms(), required: true },
    to: { type: terms(), required: true },
    reason: { type: String, required: true },
    state: { type: String, enum: CHANGE_STATES, required: true },
    pending: { type: Boolean, required: true },
    requestedById: { type: String, required: true },
    requestedAt: { type: Date, required: true },
    answeredById: { type: String, default: null },
    answeredAt: { type: Date, default: null },
    note: { type: String, default: null },
    choice: { type: String, enum: [...CHANGE_CHOICES, null], default: null },
  },
  { collection: 'orderchanges', versionKey: false },
);
schema.index({ factoryId: 1, workOrderId: 1 }, { name: ONE_PENDING_CHANGE, unique: true, partialFilterExpression: { pending: true } });
schema.index({ factoryId: 1, workOrderId: 1, _id: -1 });
schema.index({ factoryId: 1, state: 1, _id: -1 });
schema.index({ factoryId: 1, workshopId: 1, state: 1, _id: -1 });

export const OrderChangeModel = model('OrderChange', schema);
