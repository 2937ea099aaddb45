import { codeName, MongoError } from '../errors';
import type { Doc } from '../types';

const TRANSIENT = new Set([24, 112, 246, 251, 267]);
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** True when a transaction that met this error may be run again as a whole. */
export const isTransient = (code: number): boolean => TRANSIENT.has(code);

/** Any failure as a client may see it. What is no MongoError is a defect of this store, and says so on the process. */
export function asMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  const defect = error instanceof Error ? error : new Error(String(error));
  process.emitWarning(`embedded store: ${defect.stack ?? defect.message}`);
  return new MongoError(1, defect.message);
}

/** The reply for a failed command. */
export function errorReply(error: MongoError, inTransaction: boolean): Doc {
  const reply: Doc = { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.extra };
  const labels = new Set(error.errorLabels);
  if (inTransaction && isTransient(error.code)) labels.add('TransientTransactionError');
  if (labels.size > 0) reply.errorLabels = [...labels];
  return reply;
}

/** The labels mongod gives to an error that a fail point makes up; `ofWriteConcern`: the command itself succeeded. */
export function labelsOfMadeUpError(code: number, command: Doc, name: string, ofWriteConcern: boolean): string[] {
  const inTransaction = command.autocommit === false;
  const endsIt = name === 'commitTransaction' || name === 'abortTransaction';
  const labels: string[] = [];
  if (command.txnNumber !== undefined && (!inTransaction || endsIt) && RETRYABLE.has(code)) labels.push('RetryableWriteError');
  const isLost = isTransient(code) || (!endsIt && RETRYABLE.has(code));
  if (inTransaction && !ofWriteConcern && isLost) labels.push('TransientTransactionError');
  return labels;
}

/** One statement of a write command that failed, the others aside. */
export const writeError = (index: number, error: MongoError): Doc => ({ index, code: error.code, errmsg: error.message, ...error.extra });

export const namespaceNotFound = (db: string, name: string): MongoError => new MongoError(26, `ns does not exist: ${db}.${name}`);

export const namedCode = (code: number): Doc => ({ code, codeName: codeName(code) });
