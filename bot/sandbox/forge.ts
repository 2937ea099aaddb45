import { createCipheriv, randomBytes, randomInt } from 'node:crypto';
import { getSignature } from '@wecom/crypto';

/** Ways in which a call is not the platform's, or not any more. */
export const FORGERIES = [
  'wrong_signature',
  'wrong_company',
  'wrong_length',
  'cut_short',
  'stale',
  'played_back',
  'no_message',
  'empty_body',
] as const;
export type Forgery = (typeof FORGERIES)[number];

export interface SealedCall {
  query: URLSearchParams;
  body: string;
}
interface ForgerKnows {
  token: string;
  encodingAESKey: string;
  corpId: string;
  now: Date;
  /** The last genuine call, to be played back. */
  last: SealedCall | null;
}

const OLD_MS = 600_000;
const BLOCK_BYTES = 32;

export function isForgery(kind: unknown): kind is Forgery {
  return FORGERIES.some((known) => known === kind);
}

/** A call that only its one fault tells from a genuine one, so that each check of the product is put to the test by itself. */
export function forge(kind: Forgery, inner: string, knows: ForgerKnows): SealedCall {
  const { token, encodingAESKey, corpId, now, last } = knows;
  if (kind === 'played_back' && last) return last;
  const message = Buffer.from(kind === 'no_message' ? '这不是一条消息' : inner);
  const sealed = seal(encodingAESKey, message, kind === 'wrong_company' ? `${corpId}x` : corpId, kind === 'wrong_length' ? 1000 : 0);
  const encrypted = kind === 'cut_short' ? sealed.slice(0, -8) : sealed;
  const timestamp = String(Math.floor((now.getTime() - (kind === 'stale' || kind === 'played_back' ? OLD_MS : 0)) / 1000));
  const nonce = String(randomInt(10 ** 9, 2 ** 31));
  const signature = getSignature(kind === 'wrong_signature' ? `${token}x` : token, timestamp, nonce, encrypted);
  return {
    query: new URLSearchParams({ msg_signature: signature, timestamp, nonce }),
    body: kind === 'empty_body' ? '' : `<xml><ToUserName>${corpId}</ToUserName><Encrypt>${encrypted}</Encrypt></xml>`,
  };
}

/** The published layout by hand: the vendor's function would not lie about a length. */
function seal(encodingAESKey: string, message: Buffer, receiveId: string, lengthOff: number): string {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length + lengthOff);
  const content = Buffer.concat([randomBytes(16), length, message, Buffer.from(receiveId)]);
  const padding = BLOCK_BYTES - (content.length % BLOCK_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(content), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64');
}
