import { type HydratedDocument, model, Schema, type Types } from 'mongoose';

export type Item = {
  _id: Types.ObjectId;
  factoryId: string;
  code: string;
  name: string;
  drawing: string | null;
  /** `decimals` is how finely the unit is counted: 0 for whole pieces (B-10.2). */
  unit: { name: string; decimals: number };
  createdAt: Date;
};
export type ItemDocument = HydratedDocument<Item>;

export const ONE_ITEM_PER_CODE = 'one_item_per_code';

const schema = new Schema<Item>(
  {
    factoryId: { type: String, required: true },
    code: { type: String, required: true },
    name: { type: String, required: true },
    drawing: { type: String, default: null },
    unit: new Schema({ name: { type: String, required: true }, decimals: { type: Number, required: true } }, { _id: false }),
    createdAt: { type: Date, required: true },
  },
  { collection: 'items', versionKey: false },
);
schema.index({ factoryId: 1, code: 1 }, { name: ONE_ITEM_PER_CODE, unique: true });

export const ItemModel = model('Item', schema);
