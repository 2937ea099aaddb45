import { type HydratedDocument, model, Schema, type Types } from 'mongoose';

/** A stretch of time that a person worked at an operation, by the clock of their device. */
export type WorkSegment = {
  _id: Types.ObjectId;
  factoryId: string;
  workOrderId: string;
  operationId: string;
  operationName: string;
  orderNo: string;
  personId: string;
  startedAt: Date;
  endedAt: Date | null;
  /** Taken while the segment is open: the person, or the person at this operation, whichever the factory allows one of (B-1.17). */
  slot?: string;
};
export type WorkSegmentDocument = HydratedDocument<WorkSegment>;

export const ONE_OPEN_SEGMENT = 'one_open_work_segment';

const schema = new Schema<WorkSegment>(
  {
    factoryId: { type: String, required: true },
    workOrderId: { type: String, required: true },
    operationId: { type: String, required: true },
    operationName: { type: String, required: true },
    orderNo: { type: String, required: true },
    personId: { type: String, required: true },
    startedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    slot: { type: String },
  },
  { collection: 'work_segments', versionKey: false },
);
schema.index({ factoryId: 1, slot: 1 }, { name: ONE_OPEN_SEGMENT, unique: true, partialFilterExpression: { slot: { $type: 'string' } } });
schema.index({ factoryId: 1, operationId: 1, endedAt: 1, startedAt: 1 });
schema.index({ factoryId: 1, personId: 1, endedAt: 1, startedAt: 1 });
schema.index({ factoryId: 1, endedAt: 1, startedAt: 1 });

export const WorkSegmentModel = model('WorkSegment', schema);
