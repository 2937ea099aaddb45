import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { MEDIA_KINDS, type MediaKind } from '../../../contracts/api/media';
import type { ErrorCode } from '../../../contracts/errors';

export const UPLOAD_STATES = ['open', 'finished', 'refused', 'leaving'] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];
export type UploadPart = { offset: number; bytes: number };

/**
 * Bytes on their way in. `offset` is how many are here; `parts` are the stored pieces that make them up. What comes of it bears the
 * upload's own id, so that copies which a dying process left behind are found again.
 */
export type Upload = {
  _id: Types.ObjectId;
  factoryId: string;
  personId: string;
  kind: MediaKind;
  bytes: number;
  sha256: string;
  offset: number;
  parts: UploadPart[];
  state: UploadState;
  /** Finished: what it became, its own id or that of the same bytes that were here sooner. */
  mediaId: string | null;
  /** Refused: why, for whoever asks again. */
  refusal: ({ code: ErrorCode } & Record<string, unknown>) | null;
  touchedAt: Date;
};
export type UploadDocument = HydratedDocument<Upload>;

/**
 * The same bytes of the same person go on where they stopped, also when the phone has forgotten the upload. One hash with two sizes is
 * two uploads: at most one of them is what it says, and finishing finds out which.
 */
export const ONE_OPEN_UPLOAD = 'one_open_upload_per_person_content_and_size';

const schema = new Schema<Upload>(
  {
    factoryId: { type: String, required: true },
    personId: { type: String, required: true },
    kind: { type: String, enum: MEDIA_KINDS, required: true },
    bytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    offset: { type: Number, required: true },
    parts: [new Schema({ offset: { type: Number, required: true }, bytes: { type: Number, required: true } }, { _id: false })],
    state: { type: String, enum: UPLOAD_STATES, required: true },
    mediaId: { type: String, default: null },
    refusal: { type: Schema.Types.Mixed, default: null },
    touchedAt: { type: Date, required: true },
  },
  { collection: 'media_uploads', versionKey: false },
);
schema.index(
  { factoryId: 1, personId: 1, kind: 1, sha256: 1, bytes: 1 },
  { name: ONE_OPEN_UPLOAD, unique: true, partialFilterExpression: { state: 'open' } },
);
schema.index({ factoryId: 1, personId: 1, state: 1 });
schema.index({ factoryId: 1, state: 1, touchedAt: 1 });

export const UploadModel = model('MediaUpload', schema);
