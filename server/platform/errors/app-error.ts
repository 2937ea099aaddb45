import { ERROR_STATUS, type ErrorCode } from '../../contracts/errors';

export type FieldError = { readonly path: string; readonly code: string };

/** Something the caller did or met, as a code with parameters. The text is made where the person is, in their language. */
export class AppError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly fields: readonly FieldError[] = [],
  ) {
    super(code);
    this.name = 'AppError';
    this.status = ERROR_STATUS[code];
  }
}
