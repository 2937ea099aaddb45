import { deserialize, Long, serialize, Timestamp } from 'bson';
import { decode } from '../bson-values/documents';
import { CursorReply, type Reply } from '../commands/call';
import type { Doc } from '../types';

/*
 * MongoDB wire protocol messages: [length i32][request id i32][response to i32][opcode i32] and a body, little endian. OP_MSG (2013) carries
 * everything but the driver's very first question, which is an OP_QUERY (2004) answered by an OP_REPLY (1).
 */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
export const HEADER_BYTES = 16;

/** The one flag that is served of those a server must know to go on. */
const MORE_TO_COME = 2;

type Request = {
  id: number;
  opcode: number;
  command: Doc;
  /** the bytes of the elements of `documents`, for an insert */
  sent: readonly Uint8Array[] | null;
  /** false when the client does not wait for an answer (write concern 0) */
  wantsReply: boolean;
};

/** Reads a message with a command. Throws for one that is malformed. */
export function parseMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  const flags = message.readUInt32LE(HEADER_BYTES);
  if (opcode === OP_QUERY) {
    // Behind the flags: the name of the collection, and how many documents to skip and to return.
    const at = message.indexOf(0, HEADER_BYTES + 4) + 1 + 8;
    return { id, opcode, command: decode(message.subarray(at, at + message.readInt32LE(at))), sent: null, wantsReply: true };
  }
  if (opcode !== OP_MSG) throw new Error(`unknown kind of message ${opcode}`);
  if ((flags & 0xffff & ~MORE_TO_COME) !== 0) throw new Error(`unknown message flags ${flags}`);
  return { id, opcode, ...parseSections(message), wantsReply: (flags & MORE_TO_COME) === 0 };
}

/** A body of kind 0, and sequences of documents of kind 1, which belong into the body as arrays. */
function parseSections(message: Buffer): Pick<Request, 'command' | 'sent'> {
  let body: Doc | null = null;
  const sequences: Doc = {};
  for (let p = HEADER_BYTES + 4; p < message.length; ) {
    const kind = message[p++];
    const stop = p + message.readInt32LE(p);
    if (stop < p || stop > message.length) throw new Error('a message section is longer than its message');
    if (kind === 0) body = parseBody(message.subarray(p, stop));
    else if (kind === 1) {
      const zero = message.indexOf(0, p + 4);
      const field = message.toString('utf8', p + 4, zero);
      const documents = documentsIn(message.subarray(zero + 1, stop));
      sequences[field] = field === 'documents' ? documents : documents.map(decode);
    } else throw new Error(`unknown message section ${kind}`);
    p = stop;
  }
  if (!body) throw new Error('a message without a body');
  const command: Doc = { ...body, ...sequences };
  const { documents } = command;
  if (!('insert' in command) || !Array.isArray(documents) || !documents.every(isBytes)) return { command, sent: null };
  command.documents = documents.map(decode);
  return { command, sent: documents };
}

const isBytes = (v: unknown): v is Uint8Array => v instanceof Uint8Array;

const INSERT = Buffer.from('insert\0');

/** Leaves the documents of an insert as bytes: they are stored as they came. */
function parseBody(body: Buffer): Doc {
  if (body.compare(INSERT, 0, INSERT.length, 5, 5 + INSERT.length) !== 0) return decode(body);
  return deserialize(body, { bsonRegExp: true, promoteBuffers: false, fieldsAsRaw: { documents: true } });
}

function documentsIn(bytes: Buffer): Uint8Array[] {
  const documents: Uint8Array[] = [];
  for (let p = 0; p < bytes.length; ) {
    const length = bytes.readInt32LE(p);
    if (length < 5 || p + length > bytes.length) throw new Error('a malformed document in a document sequence');
    documents.push(bytes.subarray(p, p + length));
    p += length;
  }
  return documents;
}

let replies = 0;
const startedAt = Math.floor(Date.now() / 1000);

/** A logical time that never stands still: sessions order their reads by it. */
const operationTime = (): Timestamp => new Timestamp({ t: startedAt, i: replies });

/** Header and body of the answer to a request. */
export function encodeReply(reply: Reply, { id, opcode }: Request): [Buffer, Uint8Array] {
  replies = (replies + 1) & 0x7fffffff;
  const body =
    reply instanceof CursorReply ? encodeCursor(reply) : serialize({ ...reply, operationTime: operationTime() }, { ignoreUndefined: true });
  // Behind the header an OP_MSG has four bytes of flags and the kind of its only section, all zero.
  const head = Buffer.alloc(HEADER_BYTES + (opcode === OP_MSG ? 5 : 20));
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(replies, 4);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(opcode === OP_MSG ? OP_MSG : OP_REPLY, 12);
  if (opcode === OP_QUERY) head.writeInt32LE(1, HEADER_BYTES + 16); // one document
  return [head, body];
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
  const elements = batch.flatMap((document, i) => [elementHead(i), document]);
  const out = Buffer.concat([empty.subarray(0, arrayAt + 4), ...elements, empty.subarray(arrayAt + 4)]);
  for (const lengthAt of [0, cursorAt, arrayAt]) out.writeInt32LE(out.readInt32LE(lengthAt) + out.length - empty.length, lengthAt);
  return out;
}
