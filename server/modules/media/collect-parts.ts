import { webcrypto } from 'node:crypto';
import { storageOfMedia } from './equipment';
import { partKey } from './keys';
import { type Upload, UploadModel } from './models/upload.model';

/** The bytes of a complete upload; null when they are not those that were announced, and then it begins anew, empty. */
export async function collectParts(upload: Upload): Promise<Buffer | null> {
  const uploadId = upload._id.toHexString();
  const pieces: Buffer[] = [];
  for (const part of upload.parts) {
    const piece = await storageOfMedia().get(partKey(upload.factoryId, uploadId, part));
    if (piece) pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  // Off the event loop: ten megabytes would hold it for as long as a report takes.
  const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
  if (digest === upload.sha256) return bytes;
  await UploadModel.updateOne({ _id: upload._id, factoryId: upload.factoryId, state: 'open' }, { $set: { offset: 0, parts: [] } });
  await dropParts(upload);
  return null;
}

export async function dropParts({ _id, factoryId, parts }: Pick<Upload, '_id' | 'factoryId' | 'parts'>): Promise<void> {
  for (const part of parts) await storageOfMedia().delete(partKey(factoryId, _id.toHexString(), part));
}
