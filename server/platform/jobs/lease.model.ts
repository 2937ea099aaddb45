import { model, Schema } from 'mongoose';

/** Who may do a thing that must be done by one process at a time, and until when. */
export type Lease = { _id: string; holder: string; until: Date };

const schema = new Schema<Lease>({ _id: String, holder: String, until: Date }, { collection: 'leases', versionKey: false });
export const LeaseModel = model('Lease', schema);
