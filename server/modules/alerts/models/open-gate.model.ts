import { model, Schema } from 'mongoose';

/** An inspection somebody waits for, kept from facts alone. */
export type OpenGate = {
  factoryId: string;
  inspectionId: string;
  kind: 'first_article' | 'final_release';
  workOrderId: string;
  orderNo: string;
  itemName: string;
  workshopId: string;
  operationId: string;
  operationName: string;
  openedAt: Date | null;
  /** Decided. Kept as a mark, so that a fact that comes late opens nothing again. */
  closedAt: Date | null;
};

export const ONE_FOLLOWED_GATE = 'one_followed_gate';

const schema = new Schema<OpenGate>(
  {
    factoryId: { type: String, required: true },
    inspectionId: { type: String, required: true },
    kind: { type: String, required: true },
    workOrderId: { type: String, required: true },
    orderNo: { type: String, required: true },
    itemName: { type: String, required: true },
    workshopId: { type: String, required: true },
    operationId: { type: String, required: true },
    operationName: { type: String, required: true },
    openedAt: { type: Date, default: null },
    closedAt: { type: Date, default: null },
  },
  { collection: 'alertopengates', versionKey: false },
);
schema.index({ factoryId: 1, inspectionId: 1 }, { name: ONE_FOLLOWED_GATE, unique: true });
schema.index({ factoryId: 1, closedAt: 1, openedAt: 1 });

export const OpenGateModel = model('AlertOpenGate', schema);
