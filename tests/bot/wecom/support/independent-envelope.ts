// Written from the published scheme with node:crypto alone, so that the product's envelope is checked against another hand.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export const SAMPLE = {
  token: 'QDG6eK',
  encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  corpId: 'wx5823bf96d3bd56c7',
};

export interface Layout {
  encodingAESKey?: string;
  receiveId?: string;
  random?: Buffer;
  /** what the length field says, when it should lie */
  statedLength?: number;
  /** replaces the padding bytes, keeping their number */
  paddingByte?: number;
}

export function encryptByHand(
  plain: string | Buffer,
  { encodingAESKey = SAMPLE.encodingAESKey, receiveId = SAMPLE.corpId, random = randomBytes(16), statedLength, paddingByte }: Layout = {},
): string {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const message = Buffer.from(plain);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(statedLength ?? message.length);
  const content = Buffer.concat([random, length, message, Buffer.from(receiveId)]);
  const padCount = 32 - (content.length % 32);
  const padding = Buffer.alloc(padCount, padCount);
  if (paddingByte !== undefined) padding.fill(paddingByte, 0, padCount - 1);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([content, padding])), cipher.final()]).toString('base64');
}

export function decryptByHand(encrypted: string): { plain: string; receiveId: string } {
  const key = Buffer.from(`${SAMPLE.encodingAESKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const content = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const length = content.readUInt32BE(16);
  return { plain: content.subarray(20, 20 + length).toString(), receiveId: content.subarray(20 + length).toString() };
}

export function signByHand(timestamp: string, nonce: string, encrypted: string, token = SAMPLE.token): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

let counter = 0;

/** A callback as the platform would post it, at `at`. */
export function callbackByHand(inner: string, at: Date, layout: Layout & { nonce?: string; token?: string } = {}) {
  counter += 1;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = layout.nonce ?? `13726${counter}`;
  const encrypted = encryptByHand(inner, layout);
  const query = { msg_signature: signByHand(timestamp, nonce, encrypted, layout.token), timestamp, nonce };
  return {
    query,
    encrypted,
    body: `<xml><ToUserName><![CDATA[${SAMPLE.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  };
}

export function textMessage({ from = 'WangFang', content = '今日', id = '1234567890123456789', at = new Date(0) } = {}): string {
  return `<xml><ToUserName><![CDATA[${SAMPLE.corpId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${Math.floor(at.getTime() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${id}</MsgId><AgentID>1000002</AgentID></xml>`;
}
