import { model, Schema, type Types } from 'mongoose';
import { IMPORT_KINDS, type ImportKind } from '../../../contracts/api/integration';
import type { Line } from '../domain/read-entries';

/** A file that was read, known by its content: sending it again finds it here. Its lines stand in pieces of their own. */
export type ImportFile = {
  _id: Types.ObjectId;
  factoryId: string;
  kind: ImportKind;
  sha256: string;
  sheet: string;
  /** Where each field stands, from column 0. */
  columns: Record<string, number>;
  lineCount: number;
  pieces: number;
  readAt: Date;
  expiresAt: Date;
};
export type ImportPiece = {
  _id: Types.ObjectId;
  factoryId: string;
  fileId: Types.ObjectId;
  place: number;
  lines: Line[];
  expiresAt: Date;
};

export const ONE_FILE_PER_CONTENT = 'one_import_file_per_content';

const fileSchema = new Schema<ImportFile>(
  {
    factoryId: { type: String, required: true },
    kind: { type: String, enum: IMPORT_KINDS, required: true },
    sha256: { type: String, required: true },
    sheet: { type: String, required: true },
    columns: { type: Schema.Types.Mixed, required: true },
    lineCount: { type: Number, required: true },
    pieces: { type: Number, required: true },
    readAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'import_files', versionKey: false },
);
fileSchema.index({ factoryId: 1, kind: 1, sha256: 1 }, { name: ONE_FILE_PER_CONTENT, unique: true });
fileSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const pieceSchema = new Schema<ImportPiece>(
  {
    factoryId: { type: String, required: true },
    fileId: { type: Schema.Types.ObjectId, required: true },
    place: { type: Number, required: true },
    lines: { type: Schema.Types.Mixed, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'import_pieces', versionKey: false },
);
pieceSchema.index({ factoryId: 1, fileId: 1, place: 1 });
pieceSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const ImportFileModel = model('ImportFile', fileSchema);
export const ImportPieceModel = model('ImportPiece', pieceSchema);
