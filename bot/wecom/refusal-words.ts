import type { EnvelopeErrorCode } from './envelope-error';
import type { XmlError } from './xml';

export type CallbackRefusal = EnvelopeErrorCode | XmlError['code'];

/** What a refused callback is called in the log: for whoever looks after the server, and without a word of what it carried. */
export const REFUSAL_WORDS: Readonly<Record<CallbackRefusal, string>> = {
  missing_parameter: 'msg_signature, timestamp, nonce or the ciphertext is missing or given twice',
  malformed_parameter: 'timestamp or nonce is not of the shape the platform sends',
  signature_mismatch: 'the signature is not ours: forged, or WECOM_CALLBACK_TOKEN differs from the console',
  stale_timestamp: 'its time is more than five minutes from ours: played back, or this clock is wrong',
  bad_key: 'the EncodingAESKey is none',
  undecryptable: 'the ciphertext does not decrypt: damaged, or WECOM_CALLBACK_AES_KEY differs from the console',
  illegal_buffer: 'what it decrypts to is not laid out as the platform does',
  receiver_mismatch: 'it is meant for another company',
  too_large: 'it is larger than any message of the platform',
  too_deep: 'its XML is nested deeper than any message of the platform',
  forbidden_markup: 'its XML has a document type, a comment or an instruction',
  malformed: 'it is not the XML of a message',
};
