import { timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { EnvelopeError } from './envelope-error';

/** How far the platform's clock and ours may be apart, in either direction. */
export const FRESHNESS_MS = 300_000;

export interface EnvelopeOptions {
  token: string;
  /** 43 characters, as shown in the console */
  encodingAESKey: string;
  /** corp id for an enterprise's own app, empty for an intelligent bot */
  receiveId: string;
  now: () => Date;
}

/** The three query values that come with every callback, as text and already URL-decoded once. */
export interface EnvelopeQuery {
  msg_signature: string;
  timestamp: string;
  nonce: string;
}

export interface Envelope {
  /** Checks and decrypts; throws {@link EnvelopeError}. */
  open(query: EnvelopeQuery, encrypted: string): string;
  /** Encrypts and signs. `timestamp` in seconds. */
  seal(plain: string, timestamp: string, nonce: string): { encrypted: string; signature: string };
}

const KEY_SHAPE = /^[A-Za-z0-9]{43}$/;
const BASE64_SHAPE = /^[A-Za-z0-9+/]+={0,2}$/;
// Fixed shapes, because the signature joins its four parts without a separator: digits could wander from nonce to timestamp.
const TIMESTAMP_SHAPE = /^\d{10}$/;
const NONCE_SHAPE = /^[\x21-\x7e]{1,128}$/;
const BLOCK_BYTES = 32;

/**
 * The callback envelope of WeCom: SHA-1 signature over token, timestamp, nonce and ciphertext, AES-256-CBC below it.
 * The primitives are the vendor's; every check around them is made here, because the vendor's package makes none.
 * A nonce seen before proves nothing: whether the platform's repeats carry a new one is nowhere written. A repeat is told by its
 * message id, and an envelope played back later by its signed timestamp.
 */
export function createEnvelope({ token, encodingAESKey, receiveId, now }: EnvelopeOptions): Envelope {
  if (!token || !KEY_SHAPE.test(encodingAESKey)) throw new EnvelopeError('bad_key');

  function checkSignature(query: EnvelopeQuery, encrypted: string) {
    const expected = Buffer.from(getSignature(token, query.timestamp, query.nonce, encrypted), 'latin1');
    const given = Buffer.from(query.msg_signature.toLowerCase(), 'latin1');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new EnvelopeError('signature_mismatch');
  }

  function checkFreshness({ timestamp }: EnvelopeQuery) {
    if (Math.abs(now().getTime() - Number(timestamp) * 1000) > FRESHNESS_MS) throw new EnvelopeError('stale_timestamp');
  }

  function decryptStrictly(encrypted: string): string {
    const bytes = Buffer.from(encrypted, 'base64');
    if (!BASE64_SHAPE.test(encrypted) || bytes.length < BLOCK_BYTES || bytes.length % BLOCK_BYTES !== 0)
      throw new EnvelopeError('undecryptable');
    const opened = attempt(() => decrypt(encodingAESKey, encrypted), 'undecryptable');
    // Only a well-formed plaintext encrypts back to the same bytes: this catches a forged length, bad padding and broken UTF-8 at once.
    const again = attempt(() => encrypt(encodingAESKey, opened.message, opened.id, opened.random), 'illegal_buffer');
    if (!bytes.equals(Buffer.from(again, 'base64'))) throw new EnvelopeError('illegal_buffer');
    if (opened.id !== receiveId) throw new EnvelopeError('receiver_mismatch');
    return opened.message;
  }

  return {
    open(query, encrypted) {
      checkShape(query, encrypted);
      checkSignature(query, encrypted);
      checkFreshness(query);
      return decryptStrictly(encrypted);
    },
    seal(plain, timestamp, nonce) {
      const encrypted = encrypt(encodingAESKey, plain, receiveId);
      return { encrypted, signature: getSignature(token, timestamp, nonce, encrypted) };
    },
  };
}

function checkShape(query: EnvelopeQuery, encrypted: string) {
  if (!query.msg_signature || !query.timestamp || !query.nonce || !encrypted) throw new EnvelopeError('missing_parameter');
  if (!TIMESTAMP_SHAPE.test(query.timestamp) || !NONCE_SHAPE.test(query.nonce)) throw new EnvelopeError('malformed_parameter');
}

function attempt<T>(action: () => T, code: 'undecryptable' | 'illegal_buffer'): T {
  try {
    return action();
  } catch {
    throw new EnvelopeError(code);
  }
}
