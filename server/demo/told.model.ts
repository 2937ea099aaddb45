import { model, Schema } from 'mongoose';

/** That the story of a demonstration factory has been told to its end, and of which moment. */
export type Told = { _id: string; at: Date };

const schema = new Schema<Told>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: 'demonstrations', versionKey: false },
);

export const ToldModel = model('Demonstration', schema);
