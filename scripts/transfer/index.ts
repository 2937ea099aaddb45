import { type Document, EJSON } from 'bson';
import mongoose from 'mongoose';
import '../../server/modules';
import { readConfig } from '../../server/platform/config/config';
import { buildIndexes } from '../../server/platform/database/build-indexes';
import { connectStore } from '../../server/platform/database/connect';
import { createLogger } from '../../server/platform/logging/logger';
import { Progress } from '../progress';
import { type ArchiveEnd, Checksum, canonical, readArchive, writeArchive } from './archive';

const BATCH = 1_000;
/** Leases say who is working now; they are not part of what a factory has. */
const NOT_MOVED = new Set(['leases']);
/** Values as they are stored: an int32 stays one, a double stays one. */
const AS_STORED = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

/** `npm run export -- <file>` and `npm run import -- <file>`: a factory from one engine to the other, with the server stopped. */
export async function main([direction, ...args]: string[]): Promise<number> {
  const file = args.find((arg) => !arg.startsWith('--'));
  if (!file || (direction !== 'export' && direction !== 'import')) {
    console.error('usage: npm run export -- <file>   or   npm run import -- <file>');
    return 2;
  }
  const config = readConfig({ DEMO: '1', ...process.env });
  const store = await connectStore(config, createLogger('warn'));
  console.log(`store: ${store.engine === 'embedded' ? `embedded, ${config.dataDir}` : 'MongoDB'}`);
  try {
    return direction === 'export' ? await exportTo(file) : await importFrom(file);
  } finally {
    await store.close();
  }
}

async function exportTo(file: string): Promise<number> {
  const names = await collectionNames();
  const checksums: Record<string, string> = {};
  let documents = 0;
  async function* lines(): AsyncIterable<string> {
    for (const name of names) {
      const collection = mongoose.connection.collection(name);
      const count = await collection.countDocuments();
      yield JSON.stringify({ collection: name, count });
      const progress = new Progress(name, count);
      const checksum = new Checksum();
      for await (const document of collection.find({}, AS_STORED).sort({ _id: 1 })) {
        const line = canonical(document);
        checksum.add(line);
        documents += 1;
        progress.step();
        yield line;
      }
      checksums[name] = checksum.text();
    }
    yield JSON.stringify({ end: true, documents, checksums });
  }
  await writeArchive(file, lines());
  report(checksums, documents);
  console.log(`● written to ${file}`);
  return 0;
}

async function importFrom(file: string): Promise<number> {
  const end = await wholeArchive(file);
  for (const name of Object.keys(end.checksums)) {
    if ((await mongoose.connection.collection(name).countDocuments({}, { limit: 1 })) > 0) {
      console.error(`■ ${name} is not empty here. Import goes into an empty store only; nothing was changed.`);
      return 1;
    }
  }
  await buildIndexes();
  await insertAll(file, end);
  const found: Record<string, string> = {};
  let documents = 0;
  for (const name of Object.keys(end.checksums)) {
    const checksum = new Checksum();
    for await (const document of mongoose.connection.collection(name).find({}, AS_STORED).sort({ _id: 1 })) {
      checksum.add(canonical(document));
      documents += 1;
    }
    found[name] = checksum.text();
  }
  report(found, documents);
  const differing = Object.keys(end.checksums).filter((name) => found[name] !== end.checksums[name]);
  if (differing.length > 0) {
    console.error(`■ these differ from the archive: ${differing.join(', ')}`);
    return 1;
  }
  console.log('● every checksum equals the archive');
  return 0;
}

/** Reads the archive through once before anything is written: a torn one, or one changed on the way, goes nowhere. */
async function wholeArchive(file: string): Promise<ArchiveEnd> {
  let end: ArchiveEnd | null = null;
  let name = '';
  const sums = new Map<string, Checksum>();
  for await (const line of readArchive(file)) {
    const head = JSON.parse(line) as { collection?: string; end?: boolean; documents?: number; checksums?: Record<string, string> };
    if (head.end === true && head.checksums) end = { checksums: head.checksums, documents: head.documents ?? 0 };
    else if (typeof head.collection === 'string' && !('_id' in head)) {
      name = head.collection;
      sums.set(name, new Checksum());
    } else sums.get(name)?.add(line);
  }
  if (!end) throw new Error(`${file} is not whole: its last line is missing. Export again.`);
  for (const [collection, sum] of sums) {
    if (sum.text() !== end.checksums[collection]) throw new Error(`${file}: ${collection} is not as it was exported. Nothing was changed.`);
  }
  return end;
}

async function insertAll(file: string, end: ArchiveEnd): Promise<void> {
  const progress = new Progress('documents', end.documents);
  let name = '';
  let batch: Document[] = [];
  const flush = async () => {
    if (batch.length > 0) await mongoose.connection.collection(name).insertMany(batch, { ordered: true });
    progress.step(batch.length);
    batch = [];
  };
  for await (const line of readArchive(file)) {
    const document = EJSON.parse(line, { relaxed: false }) as Document;
    if (document.end === true && document._id === undefined) break;
    if (typeof document.collection === 'string' && document._id === undefined) {
      await flush();
      name = document.collection;
      continue;
    }
    batch.push(document);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

async function collectionNames(): Promise<string[]> {
  const found = (await mongoose.connection.db?.listCollections({}, { nameOnly: true }).toArray()) ?? [];
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && !NOT_MOVED.has(name))
    .sort();
}

function report(checksums: Readonly<Record<string, string>>, documents: number): void {
  for (const [name, checksum] of Object.entries(checksums)) console.log(`  ${checksum.slice(0, 16)}  ${name}`);
  console.log(`  ${documents} documents`);
}
