import type { ErrorCode } from '../../../server/contracts/errors';

/** A refusal as the contracts describe it. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
  }
}
