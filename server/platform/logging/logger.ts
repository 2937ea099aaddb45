import { type Logger, pino } from 'pino';

/** Structured logs to standard output. What could be a secret never gets in; these paths are the second line of defence. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.accessToken',
        '*.refreshToken',
        '*.secret',
        '*.password',
        '*.authorization',
        'req.headers.authorization',
        '*.access_token',
      ],
      censor: '[hidden]',
    },
  });
}
