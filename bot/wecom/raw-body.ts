import type { Readable } from 'node:stream';

/** How much too much is still read and thrown away, so that the sender hears the refusal; past it the connection ends. */
const PATIENCE = 16;

/** The whole body as bytes, or undefined when it is longer than allowed. */
export async function readRawBody(request: Readable, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length <= limitBytes) chunks.push(bytes);
    if (length > limitBytes * PATIENCE) break;
  }
  return length > limitBytes ? undefined : Buffer.concat(chunks);
}
