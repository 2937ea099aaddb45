import { model, Schema, type Types } from 'mongoose';
import {
  type BadImportRow,
  type ChangedImportRow,
  IMPORT_KINDS,
  type ImportCounts,
  type ImportKind,
  type ImportRow,
} from '../../../contracts/api/integration';

/** What applying a file would do, as it was shown to whoever uploaded it. `digest` stands for all of it, shown or not. */
export type ImportDraft = {
  _id: Types.ObjectId;
  factoryId: string;
  fileId: Types.ObjectId;
  kind: ImportKind;
  fileName: string;
  sheet: string;
  state: 'ready' | 'bad' | 'applied';
  counts: ImportCounts;
  shown: { created: ImportRow[]; changed: ChangedImportRow[]; skipped: ImportRow[]; bad: BadImportRow[] };
  digest: string;
  createdById: string;
  createdAt: Date;
  appliedAt: Date | null;
  expiresAt: Date;
};

const schema = new Schema<ImportDraft>(
  {
    factoryId: { type: String, required: true },
    fileId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: IMPORT_KINDS, required: true },
    fileName: { type: String, required: true },
    sheet: { type: String, required: true },
    state: { type: String, enum: ['ready', 'bad', 'applied'], required: true },
    counts: { type: Schema.Types.Mixed, required: true },
    shown: { type: Schema.Types.Mixed, required: true },
    digest: { type: String, required: true },
    createdById: { type: String, required: true },
    createdAt: { type: Date, required: true },
    appliedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'import_drafts', versionKey: false, minimize: false },
);
schema.index({ factoryId: 1, createdById: 1, _id: -1 });

export const ImportDraftModel = model('ImportDraft', schema);
