import { model, Schema, type Types } from 'mongoose';
import { appendOnly } from '../../../platform';

export const PAY_LINE_KINDS = ['piece', 'rework', 'reversal', 'unpriced'] as const;
export type PayLineKind = (typeof PAY_LINE_KINDS)[number];

/** One entry of the pay ledger. Quantities in ten-thousandths of the unit, money in ten-thousandths of a yuan, amounts whole fen. */
export type PayLine = {
  _id: Types.ObjectId;
  factoryId: string;
  workshopId: string;
  personId: string;
  kind: PayLineKind;
  reportId: string;
  reportKind: 'report' | 'rework';
  /** What this line comes after: the report, or an earlier line of the same report. Nothing is followed twice. */
  follows: string;
  workOrderId: string;
  orderNo: string;
  operationId: string;
  operationName: string;
  itemCode: string;
  itemName: string;
  qty: number;
  scrapQty: number;
  price: number | null;
  rateId: string | null;
  amount: number;
  occurredAt: Date;
  /** The day on the factory's wall calendar, which decides the price; the business day decides the payslip. */
  workDate: string;
  businessDate: string;
  bookedAt: Date;
};

/** The lines of a report form one chain: of two that would come after the same, one is too late and looks again (B-8.12). */
export const ONE_LINE_AFTER_ANOTHER = 'one_pay_line_after_another';
export const ONE_LINE_PER_KIND = 'one_pay_line_per_report_and_kind';

const text = { type: String, required: true };
const integer = { type: Number, required: true };
const schema = new Schema<PayLine>(
  {
    factoryId: text,
    workshopId: text,
    personId: text,
    kind: { ...text, enum: PAY_LINE_KINDS },
    reportId: text,
    reportKind: { ...text, enum: ['report', 'rework'] },
    follows: text,
    workOrderId: text,
    orderNo: text,
    operationId: text,
    operationName: text,
    itemCode: text,
    itemName: text,
    qty: integer,
    scrapQty: integer,
    price: { type: Number, default: null },
    rateId: { type: String, default: null },
    amount: integer,
    occurredAt: { type: Date, required: true },
    workDate: text,
    businessDate: text,
    bookedAt: { type: Date, required: true },
  },
  { collection: 'paylines', versionKey: false },
);
schema.index({ factoryId: 1, follows: 1 }, { name: ONE_LINE_AFTER_ANOTHER, unique: true });
schema.index({ factoryId: 1, reportId: 1, kind: 1 }, { name: ONE_LINE_PER_KIND, unique: true });
schema.index({ factoryId: 1, personId: 1, businessDate: 1, occurredAt: 1, _id: 1 });
schema.index({ factoryId: 1, itemCode: 1, operationName: 1, workDate: 1 }, { partialFilterExpression: { kind: 'unpriced' } });
schema.plugin(appendOnly);

export const PayLineModel = model('PayLine', schema);
