import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { MEDIA_KINDS, type MediaKind } from '../../../contracts/api/media';

/** A photo or voice note that was checked and kept. Its copies never change; only who sent it and whether it is used do. */
export type Media = {
  _id: Types.ObjectId;
  factoryId: string;
  kind: MediaKind;
  /** Of the bytes as they were sent, in hex. */
  sha256: string;
  /** Of the copy that is shown or played. */
  contentType: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  playable: boolean;
  /** A voice note in two copies: as it came, and as everybody can play it. */
  hasSource: boolean;
  /** Who has sent these bytes, and may therefore attach them. */
  senderIds: string[];
  receivedAt: Date;
  /** When somebody last sent these bytes. */
  claimedAt: Date;
  /** Null until something shows it. */
  attachedAt: Date | null;
  state: 'kept' | 'leaving';
};
export type MediaDocument = HydratedDocument<Media>;

/** The same bytes are kept once in a factory. */
export const ONE_MEDIA_PER_CONTENT = 'one_media_per_content';

const schema = new Schema<Media>(
  {
    factoryId: { type: String, required: true },
    kind: { type: String, enum: MEDIA_KINDS, required: true },
    sha256: { type: String, required: true },
    contentType: { type: String, required: true },
    width: { type: Number, default: null },
    height: { type: Number, default: null },
    durationMs: { type: Number, default: null },
    playable: { type: Boolean, required: true },
    hasSource: { type: Boolean, required: true },
    senderIds: { type: [String], required: true },
    receivedAt: { type: Date, required: true },
    claimedAt: { type: Date, required: true },
    attachedAt: { type: Date, default: null },
    state: { type: String, enum: ['kept', 'leaving'], required: true },
  },
  { collection: 'media', versionKey: false },
);
schema.index(
  { factoryId: 1, kind: 1, sha256: 1 },
  { name: ONE_MEDIA_PER_CONTENT, unique: true, partialFilterExpression: { state: 'kept' } },
);
schema.index({ factoryId: 1, state: 1, attachedAt: 1, claimedAt: 1 });

export const MediaModel = model('Media', schema);
