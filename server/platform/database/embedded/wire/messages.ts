import { deserialize, Long, serialize, Timestamp } from 'bson';
import { decode } from '../bson-values/documents';
import type { Reply } from '../commands/call';
import { CursorReply } from '../commands/call';
import type { Doc } from '../types';

/*
 * MongoDB wire protocol messages: [length i32][request id i32][response to i32][opcode i32] and a body, little endian. OP_MSG (2013) carries
 * everything but the driver's very first question, which is an OP_QUERY (2004) answered by an OP_REPLY (1).
 */
const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;
export const HEADER_BYTES = 16;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

type ParsedMessage = {
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

const arrayElements: Buffer[] = [];
/** The head of a document that is element `i` of an array. */
const elementHead = (i: number): Buffer => (arrayElements[i] ??= Buffer.from(`\x03${i}\0`, 'latin1'));

/** `{ cursor: { <field>: [...], id, ns }, ok: 1, operationTime }` around documents that are encoded already. */
function encodeCursor({ field, namespace, id, batch }: CursorReply): Buffer {
  const cursor = { [field]: [], id: Long.fromNumber(id), ns: namespace };
  const empty = serialize({ cursor, ok: 1, operationTime: operationTime() });
  const cursorAt = 4 + 1 + 'cursor'.length + 1;
  const arrayAt = cursorAt + 4 + 1 + field.length + 1;
  let added = 0;
  for (let i = 0; i < batch.length; i++) added += elementHead(i).length + (batch[i]?.length ?? 0);
  const out = Buffer.allocUnsafe(empty.length + added);
  out.set(empty.subarray(0, arrayAt + 4));
  for (const lengthAt of [0, cursorAt, arrayAt]) out.writeInt32LE(out.readInt32LE(lengthAt) + added, lengthAt);
  let p = arrayAt + 4;
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, p);
    p += bytes.length;
  };
  for (const [i, document] of batch.entries()) {
    put(elementHead(i));
    put(document);
  }
  put(empty.subarray(arrayAt + 4));
  return out;
}
