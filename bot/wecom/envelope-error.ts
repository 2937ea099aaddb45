/** Why a callback was refused. The names follow the platform's own crypto libraries where they have one. */
export type EnvelopeErrorCode =
  | 'missing_parameter'
  | 'malformed_parameter'
  | 'signature_mismatch'
  | 'stale_timestamp'
  | 'bad_key'
  | 'undecryptable'
  | 'illegal_buffer'
  | 'receiver_mismatch';

/** A callback envelope that may not be trusted. Carries a reason and never the content. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';

  constructor(readonly code: EnvelopeErrorCode) {
    super(code);
  }
}
