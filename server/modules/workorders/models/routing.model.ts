import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { LINK_KINDS } from '../../../contracts/statuses';
import type { RoutingLink, RoutingOperation } from '../domain/routing';

/** One version of the way an item is made. Never changed: a better way is the next version (B-1.13). */
export type Routing = {
  _id: Types.ObjectId;
  factoryId: string;
  itemCode: string;
  version: number;
  operations: RoutingOperation[];
  links: RoutingLink[];
  createdAt: Date;
  createdById: string;
};
export type RoutingDocument = HydratedDocument<Routing>;

export const ONE_ROUTING_PER_VERSION = 'one_routing_per_item_and_version';

const schema = new Schema<Routing>(
  {
    factoryId: { type: String, required: true },
    itemCode: { type: String, required: true },
    version: { type: Number, required: true },
    operations: [
      new Schema<RoutingOperation>(
        {
          seq: { type: Number, required: true },
          name: { type: String, required: true },
          stationCode: { type: String, default: null },
          priMinutes: { type: Number, required: true },
          firstArticleCapQty: { type: Number, default: null },
          finalRelease: { type: Boolean, required: true },
        },
        { _id: false },
      ),
    ],
    links: [
      new Schema<RoutingLink>(
        {
          from: { type: Number, required: true },
          to: { type: Number, required: true },
          kind: { type: String, enum: LINK_KINDS, required: true },
          minTransferQty: { type: Number, required: true },
        },
        { _id: false },
      ),
    ],
    createdAt: { type: Date, required: true },
    createdById: { type: String, required: true },
  },
  { collection: 'routings', versionKey: false },
);
schema.index({ factoryId: 1, itemCode: 1, version: -1 }, { name: ONE_ROUTING_PER_VERSION, unique: true });

export const RoutingModel = model('Routing', schema);
