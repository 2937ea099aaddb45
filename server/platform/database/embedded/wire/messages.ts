import { deserialize, serialize, Timestamp } from 'bson';
import { decode } from '../bson-values/decode';
import type { Reply } from '../commands/call';
import { CursorReply } from '../commands/call';
import type { Doc } from '../types';

/*
 * MongoDB wire protocol messages: [length i32][request id i32][response to i32][opcode i32] and a body, little endian. OP_MSG (2013) carries
 * everything but the driver's very first question, which is an OP_QUERY (2004) answered by an OP_REPLY (1).
 */
export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;
export const HEADER_BYTES = 16;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

export type ParsedMessage = {
  command: Doc;
  /** the bytes of the elements of `documents`, for an insert */
  sent: Uint8Array[] | null;
  /** false when the client does not wait for an answer (write concern 0) */
  wantsReply: boolean;
};

/** Reads an OP_MSG. Throws for one that is malformed. */
export function parseMessage(message: Buffer): ParsedMessage {
  const flags = message.readUInt32LE(HEADER_BYTES);
  if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) throw new Error(`unknown message flags ${flags}`);
  const end = flags & CHECKSUM_PRESENT ? message.length - 4 : message.length;
  let command: Doc | null = null;
  const sequences: { field: string; documents: Uint8Array[] }[] = [];
  for (let p = HEADER_BYTES + 4; p < end; ) {
    const kind = message[p++];
    const stop = p + message.readInt32LE(p);
    if (stop > end) throw new Error('a message section is longer than its message');
    if (kind === 0) command = parseBody(message.subarray(p, stop));
    else if (kind === 1) sequences.push(parseSequence(message, p + 4, stop));
    else throw new Error(`unknown message section ${kind}`);
    p = stop;
  }
  if (!command) throw new Error('a message without a body');
  return assemble(command, sequences, (flags & MORE_TO_COME) === 0);
}

const INSERT = Buffer.from('insert\0');

/** Leaves the documents of an insert as bytes: they are stored as they came. */
function parseBody(body: Buffer): Doc {
  if (body.compare(INSERT, 0, INSERT.length, 5, 5 + INSERT.length) !== 0) return decode(body);
  return deserialize(body, { bsonRegExp: true, promoteBuffers: false, fieldsAsRaw: { documents: true } });
}

function parseSequence(message: Buffer, start: number, stop: number): { field: string; documents: Uint8Array[] } {
  const zero = message.indexOf(0, start);
  const documents: Uint8Array[] = [];
  for (let p = zero + 1; p < stop; ) {
    const length = message.readInt32LE(p);
    if (length < 5 || p + length > stop) throw new Error('a malformed document in a document sequence');
    documents.push(message.subarray(p, p + length));
    p += length;
  }
  return { field: message.toString('utf8', start, zero), documents };
}

function assemble(command: Doc, sequences: { field: string; documents: Uint8Array[] }[], wantsReply: boolean): ParsedMessage {
  const isInsert = 'insert' in command;
  let sent: Uint8Array[] | null = null;
  if (isInsert && Array.isArray(command.documents) && command.documents.every((d) => d instanceof Uint8Array)) sent = command.documents;
  for (const { field, documents } of sequences) {
    if (isInsert && field === 'documents') sent = documents;
    else command[field] = documents.map(decode);
  }
  if (sent) command.documents = sent.map(decode);
  return { command, sent, wantsReply };
}

/** Reads the command of an OP_QUERY. */
export function parseQuery(message: Buffer): Doc {
  const bodyAt = message.indexOf(0, HEADER_BYTES + 4) + 1 + 8;
  const command = decode(message.subarray(bodyAt, bodyAt + message.readInt32LE(bodyAt)));
  return { ...command, $db: command.$db ?? 'admin' };
}

let lastRequestId = 0;

function header(length: number, responseTo: number, opcode: number, extra: number): Buffer {
  const h = Buffer.alloc(HEADER_BYTES + extra);
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  h.writeInt32LE(length + h.length, 0);
  h.writeInt32LE(lastRequestId, 4);
  h.writeInt32LE(responseTo, 8);
  h.writeInt32LE(opcode, 12);
  return h;
}

/** Header and body of an OP_MSG with a reply. */
export function encodeReply(reply: Reply, responseTo: number): [Buffer, Uint8Array] {
  const body =
    reply instanceof CursorReply ? encodeCursor(reply) : serialize({ ...reply, operationTime: operationTime() }, { ignoreUndefined: true });
  // Four bytes of flags and the kind of the only section, all zero.
  return [header(body.length, responseTo, OP_MSG, 5), body];
}

/** An OP_REPLY with one document. */
export function encodeLegacyReply(reply: Doc, responseTo: number): Buffer {
  const body = serialize(reply, { ignoreUndefined: true });
  const h = header(body.length, responseTo, OP_REPLY, 20);
  h.writeInt32LE(8, HEADER_BYTES); // awaitCapable
  h.writeInt32LE(1, HEADER_BYTES + 16); // one document
  return Buffer.concat([h, body]);
}

let second = 0;
let inSecond = 0;

/** A logical time that never stands still: sessions order their reads by it. */
function operationTime(): Timestamp {
  const now = Math.floor(Date.now() / 1000);
  inSecond = now > second ? 1 : inSecond + 1;
  second = Math.max(now, second);
  return new Timestamp({ t: second, i: inSecond });
}

const cstring = (s: string): Buffer => Buffer.from(`${s}\0`, 'utf8');
const CURSOR = cstring('cursor');
const ID = cstring('id');
const NAMESPACE = cstring('ns');
const TAIL = Buffer.concat([
  Buffer.from([1]),
  cstring('ok'),
  Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x11]),
  cstring('operationTime'),
  Buffer.alloc(8),
  Buffer.from([0]),
]);
const arrayIndexes: Buffer[] = [];
const arrayIndex = (i: number): Buffer => (arrayIndexes[i] ??= cstring(String(i)));

/** `{ cursor: { <field>: [...], id, ns }, ok: 1, operationTime }` around documents that are encoded already. */
function encodeCursor({ field, namespace, id, batch }: CursorReply): Buffer {
  const fieldName = cstring(field);
  const ns = cstring(namespace);
  let arrayBytes = 5;
  for (let i = 0; i < batch.length; i++) arrayBytes += 1 + arrayIndex(i).length + (batch[i]?.length ?? 0);
  const cursorBytes = 4 + 1 + fieldName.length + arrayBytes + 1 + ID.length + 8 + 1 + NAMESPACE.length + 4 + ns.length + 1;
  const total = 4 + 1 + CURSOR.length + cursorBytes + TAIL.length;
  const out = Buffer.allocUnsafe(total);
  let p = out.writeInt32LE(total, 0);
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, p);
    p += bytes.length;
  };
  const element = (type: number, name: Buffer): void => {
    out[p++] = type;
    put(name);
  };
  element(3, CURSOR);
  p = out.writeInt32LE(cursorBytes, p);
  element(4, fieldName);
  p = out.writeInt32LE(arrayBytes, p);
  for (const [i, document] of batch.entries()) {
    element(3, arrayIndex(i));
    put(document);
  }
  out[p++] = 0;
  element(0x12, ID);
  p = out.writeBigInt64LE(BigInt(id), p);
  element(2, NAMESPACE);
  p = out.writeInt32LE(ns.length, p);
  put(ns);
  out[p++] = 0;
  put(TAIL);
  const time = operationTime();
  out.writeInt32LE(time.getLowBits(), total - 9);
  out.writeInt32LE(time.getHighBits(), total - 5);
  return out;
}
