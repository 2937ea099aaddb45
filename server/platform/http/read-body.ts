import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type JSONPath, visit } from 'jsonc-parser';
import { AppError } from '../errors/app-error';

const DEEPEST = 12;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
/** What no keyboard types and no scanner reads: control characters but tab and line ends, and halves of characters. */
const UNTYPABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** The raw body up to a limit. Past it nothing more is kept: the answer goes out while the rest is thrown away as it comes. */
export async function readRawBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw new AppError('body_too_large', { mostBytes });
  const chunks: Buffer[] = [];
  let size = 0;
  // The ordinary iterator would tear the connection down when we stop early, and with it the answer that says why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new AppError('body_too_large', { mostBytes });
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** Refuses a body that is not said to be plain JSON in UTF-8. */
export function demandJson(headers: IncomingMessage['headers'], raw: Buffer): void {
  if (raw.length === 0) return;
  const encoding = headers['content-encoding'];
  if (!JSON_TYPE.test(headers['content-type'] ?? '') || (encoding !== undefined && encoding !== 'identity'))
    throw new AppError('unsupported_content', { expected: 'application/json' });
}

/** JSON with what JSON.parse lets pass refused: a field given twice, nesting without end, fields that reach for a prototype. */
export function parseJsonBody(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  if (!isUtf8(raw)) throw new AppError('invalid_json');
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
    onObjectProperty: (name, _offset, _length, _line, _character, pathOf) => {
      const names = seen.at(-1);
      if (names?.has(name)) throw new AppError('duplicate_field', {}, [{ path: dotted([...pathOf(), name]), code: 'duplicate' }]);
      if (name === '__proto__') throw new AppError('invalid_input', {}, [{ path: dotted([...pathOf(), name]), code: 'unknown_field' }]);
      names?.add(name);
    },
    onLiteralValue: (value, _offset, _length, _line, _character, pathOf) => {
      if (typeof value === 'string' && UNTYPABLE.test(value))
        throw new AppError('invalid_input', {}, [{ path: dotted(pathOf()), code: 'untypable_character' }]);
    },
  });
}

const dotted = (path: JSONPath): string => path.join('.');
