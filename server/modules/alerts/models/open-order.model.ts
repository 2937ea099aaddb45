import { model, Schema } from 'mongoose';

/** What the rules need to know of an order that is being made, kept from facts alone. */
export type OpenOrder = {
  factoryId: string;
  workOrderId: string;
  orderNo: string;
  itemName: string;
  workshopId: string;
  dueAt: Date | null;
  /** Due dates that have been asked for and not yet answered, by change. */
  askedDueAt: { changeId: string; dueAt: Date }[];
  /** Completed, closed or deleted. Kept as a mark, so that a fact that comes late opens nothing again. */
  closedAt: Date | null;
};

export const ONE_FOLLOWED_ORDER = 'one_followed_order';

const schema = new Schema<OpenOrder>(
  {
    factoryId: { type: String, required: true },
    workOrderId: { type: String, required: true },
    orderNo: { type: String, required: true },
    itemName: { type: String, required: true },
    workshopId: { type: String, required: true },
    dueAt: { type: Date, default: null },
    askedDueAt: [new Schema({ changeId: { type: String, required: true }, dueAt: { type: Date, required: true } }, { _id: false })],
    closedAt: { type: Date, default: null },
  },
  { collection: 'alertopenorders', versionKey: false },
);
schema.index({ factoryId: 1, workOrderId: 1 }, { name: ONE_FOLLOWED_ORDER, unique: true });
schema.index({ factoryId: 1, closedAt: 1, dueAt: 1 });

export const OpenOrderModel = model('AlertOpenOrder', schema);
