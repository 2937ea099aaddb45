import { model, Schema, type Types } from 'mongoose';

export type StoredRate = {
  _id: Types.ObjectId;
  /** Ten-thousandths of a yuan a piece. */
  price: number;
  reworkPrice: number | null;
  validFrom: string;
  validTo: string | null;
  /** The last day of work that was paid by it; from there back it can no longer be cut short. */
  paidThrough: string | null;
  setAt: Date;
  setById: string;
};

/**
 * All prices of one operation of one item, in one document: that no two of them overlap is a rule about all of them, and one
 * document is what two people who set a price at once conflict about.
 */
export type RateCard = {
  _id: Types.ObjectId;
  factoryId: string;
  itemCode: string;
  operationName: string;
  rates: StoredRate[];
  /** When work was last reported that no price was valid for. */
  lastMissedAt: Date | null;
  /** Grows with every price set, every day first paid and every miss, so that none of them passes another unseen. */
  revision: number;
};

export const ONE_RATE_CARD = 'one_rate_card_per_item_and_operation';

const rate = new Schema<StoredRate>({
  price: { type: Number, required: true },
  reworkPrice: { type: Number, default: null },
  validFrom: { type: String, required: true },
  validTo: { type: String, default: null },
  paidThrough: { type: String, default: null },
  setAt: { type: Date, required: true },
  setById: { type: String, required: true },
});
const schema = new Schema<RateCard>(
  {
    factoryId: { type: String, required: true },
    itemCode: { type: String, required: true },
    operationName: { type: String, required: true },
    rates: { type: [rate], default: [] },
    lastMissedAt: { type: Date, default: null },
    revision: { type: Number, required: true, default: 0 },
  },
  { collection: 'ratecards', versionKey: false },
);
schema.index({ factoryId: 1, itemCode: 1, operationName: 1 }, { name: ONE_RATE_CARD, unique: true });

export const RateCardModel = model('RateCard', schema);
