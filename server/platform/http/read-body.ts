import type { IncomingMessage } from 'node:http';
import { visit } from 'jsonc-parser';
import { AppError } from '../errors/app-error';

const DEEPEST = 12;

/** The raw body up to a limit. Past it the rest is not read: a caller who sends too much is cut off, not stored. */
export async function readRawBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw new AppError('body_too_large', { mostBytes });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new AppError('body_too_large', { mostBytes });
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** JSON with what JSON.parse lets pass refused: a field given twice, nesting without end, fields that reach for a prototype. */
export function parseJsonBody(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  const text = raw.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('invalid_json');
  }
  inspect(text);
  return value;
}

function inspect(text: string): void {
  const seen: Set<string>[] = [];
  let depth = 0;
  const deeper = () => {
    depth += 1;
    if (depth > DEEPEST) throw new AppError('nested_too_deep', { deepest: DEEPEST });
  };
  visit(text, {
    onObjectBegin: () => {
      deeper();
      seen.push(new Set());
    },
    onObjectEnd: () => {
      depth -= 1;
      seen.pop();
    },
    onArrayBegin: deeper,
    onArrayEnd: () => {
      depth -= 1;
    },
    onObjectProperty: (name) => {
      const names = seen.at(-1);
      if (names?.has(name)) throw new AppError('duplicate_field', {}, [{ path: name, code: 'duplicate' }]);
      if (name === '__proto__') throw new AppError('invalid_input', {}, [{ path: name, code: 'unknown_field' }]);
      names?.add(name);
    },
  });
}
