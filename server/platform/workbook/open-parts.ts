import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { AppError } from '../errors/app-error';

/** What a workbook may unfold to. A real one of 20,000 rows stays a tenth below each of these. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_PARTS = 200;
const TIGHTEST = 100;
/** Short parts of one repeated line pack tightly and harm nobody. */
const TIGHT_FROM_BYTES = 1024 * 1024;

export type Parts = ReadonlyMap<string, Buffer>;
type UnsafeBecause = 'too_large_inside' | 'too_many_parts' | 'packed_too_tightly' | 'size_not_true' | 'name_not_allowed' | 'document_type';

const unreadable = () => new AppError('workbook_unreadable');
const unsafe = (reason: UnsafeBecause) => new AppError('workbook_unsafe', { reason });

/**
 * The XML parts of a workbook, unpacked. The list of contents is judged before anything is unpacked, sizes are held to what it says while
 * unpacking, and whoever reads the workbook reads these very bytes: no second look at the archive could see another one.
 * Throws `workbook_unreadable` (no archive, damaged, encrypted) and `workbook_unsafe` with a `reason`.
 */
export async function openParts(bytes: Buffer): Promise<Parts> {
  const archive = await opened(bytes);
  try {
    const entries = await listed(archive);
    const parts = new Map<string, Buffer>();
    for (const entry of entries) {
      if (!/\.(xml|rels)$/i.test(entry.fileName)) continue;
      const part = await unpacked(archive, entry);
      // A document type is how entities that unfold without end are declared, and no spreadsheet program writes one.
      if (part.includes('<!DOCTYPE')) throw unsafe('document_type');
      parts.set(entry.fileName, part);
    }
    return parts;
  } finally {
    archive.close();
  }
}

function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // The size of every entry is compared with what the list says while it is unpacked: a list that lies is cut off where it lies.
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, archive) => {
      if (error) reject(unreadable());
      else resolve(archive);
    });
  });
}

function listed(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > MOST_PARTS) return Promise.reject(unsafe('too_many_parts'));
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    let total = 0;
    archive.on('entry', (entry: Entry) => {
      total += entry.uncompressedSize;
      const tight = entry.uncompressedSize > TIGHT_FROM_BYTES && entry.uncompressedSize > entry.compressedSize * TIGHTEST;
      if (total > MOST_BYTES) reject(unsafe('too_large_inside'));
      else if (tight) reject(unsafe('packed_too_tightly'));
      else if (entries.has(entry.fileName)) reject(unsafe('name_not_allowed'));
      else if (entry.isEncrypted()) reject(unreadable());
      else {
        entries.set(entry.fileName, entry);
        archive.readEntry();
      }
    });
    archive.on('error', (error: Error) =>
      reject(/relative path|absolute path|invalid characters/.test(error.message) ? unsafe('name_not_allowed') : unreadable()),
    );
    archive.on('end', () => resolve([...entries.values()]));
    archive.readEntry();
  });
}

function unpacked(archive: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(unreadable());
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', (wrong: Error) =>
        reject(/too many bytes|not enough bytes/.test(wrong.message) ? unsafe('size_not_true') : unreadable()),
      );
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
