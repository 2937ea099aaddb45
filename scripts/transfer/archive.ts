import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Document, EJSON } from 'bson';

/**
 * The archive: gzipped lines. A line is `{"collection": name, "count": n}` or one document as canonical extended JSON, which keeps
 * every number's type; the last line is `{"end": true, "checksums": {…}}`. An archive without its last line is not whole.
 */
export type ArchiveEnd = { readonly checksums: Readonly<Record<string, string>>; readonly documents: number };

export const canonical = (document: Document): string => EJSON.stringify(document, { relaxed: false });

/** Sums documents of a collection in the order of their `_id`, so that two engines that hold the same give the same. */
export class Checksum {
  private readonly hash: Hash = createHash('sha256');

  add(line: string): void {
    this.hash.update(line).update('\n');
  }

  text(): string {
    return this.hash.digest('hex');
  }
}

export async function writeArchive(file: string, lines: AsyncIterable<string>): Promise<void> {
  const through = new PassThrough({ highWaterMark: 1 << 20 });
  const written = pipeline(through, createGzip(), createWriteStream(file, { mode: 0o600 }));
  for await (const line of lines) if (!through.write(`${line}\n`)) await once(through, 'drain');
  through.end();
  await written;
}

export async function* readArchive(file: string): AsyncIterable<string> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) if (line !== '') yield line;
}
