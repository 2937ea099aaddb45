import { type HydratedDocument, model, Schema } from 'mongoose';

/** What a first article is asked for again by, without anybody saying so (B-6.1). A stop counts in minutes; null: never. */
export type FirstArticleReopens = {
  readonly operator: boolean;
  readonly station: boolean;
  readonly shift: boolean;
  readonly stopMinutes: number | null;
};
export const FIRST_ARTICLE_REOPENS: FirstArticleReopens = { operator: true, station: true, shift: false, stopMinutes: null };

/** A factory and its house rules. Rates are hundredths of a percent. */
export type Factory = {
  _id: string;
  name: string;
  timeZone: string;
  /** Minutes after midnight at which a business day begins (B-11.1). */
  dayCutMinutes: number;
  workshops: { id: string; name: string }[];
  overProductionRate: number;
  scrapRateLimit: number;
  gateWaitMinutes: number;
  firstArticleReopens?: FirstArticleReopens;
  oneOperationPerPerson: boolean;
  correctionHours: number;
  reportDaysBack: number;
  wecomCorpId: string | null;
};
export type FactoryDocument = HydratedDocument<Factory>;

const schema = new Schema<Factory>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    timeZone: { type: String, required: true, default: 'Asia/Shanghai' },
    dayCutMinutes: { type: Number, required: true, default: 8 * 60 },
    workshops: [new Schema({ id: { type: String, required: true }, name: { type: String, required: true } }, { _id: false })],
    overProductionRate: { type: Number, required: true, default: 500 },
    scrapRateLimit: { type: Number, required: true, default: 500 },
    gateWaitMinutes: { type: Number, required: true, default: 20 },
    firstArticleReopens: {
      type: new Schema<FirstArticleReopens>(
        {
          operator: { type: Boolean, required: true },
          station: { type: Boolean, required: true },
          shift: { type: Boolean, required: true },
          stopMinutes: { type: Number, default: null },
        },
        { _id: false },
      ),
      default: () => ({ ...FIRST_ARTICLE_REOPENS }),
    },
    oneOperationPerPerson: { type: Boolean, required: true, default: false },
    correctionHours: { type: Number, required: true, default: 24 },
    reportDaysBack: { type: Number, required: true, default: 7 },
    wecomCorpId: { type: String, default: null },
  },
  { collection: 'factories', versionKey: false },
);

export const FactoryModel = model('Factory', schema);
