import { type HydratedDocument, model, Schema, type Types } from 'mongoose';

export type Station = { _id: Types.ObjectId; factoryId: string; code: string; name: string; workshopId: string; createdAt: Date };
export type StationDocument = HydratedDocument<Station>;

export const ONE_STATION_PER_CODE = 'one_station_per_code';

const schema = new Schema<Station>(
  {
    factoryId: { type: String, required: true },
    code: { type: String, required: true },
    name: { type: String, required: true },
    workshopId: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'stations', versionKey: false },
);
schema.index({ factoryId: 1, code: 1 }, { name: ONE_STATION_PER_CODE, unique: true });
schema.index({ factoryId: 1, workshopId: 1, code: 1 });

export const StationModel = model('Station', schema);
