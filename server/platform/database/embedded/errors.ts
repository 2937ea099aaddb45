import type { Doc } from './types';

const NAMES = `
  1 InternalError 2 BadValue 9 FailedToParse 14 TypeMismatch 15 Overflow 16 InvalidLength 20 IllegalOperation 24 LockTimeout
  26 NamespaceNotFound 27 IndexNotFound 28 PathNotViable 40 ConflictingUpdateOperators 43 CursorNotFound 48 NamespaceExists
  50 MaxTimeMSExpired 52 DollarPrefixedFieldName 53 InvalidIdField 54 NotSingleValueField 56 EmptyFieldName 59 CommandNotFound
  66 ImmutableField 67 CannotCreateIndex 72 InvalidOptions 73 InvalidNamespace 79 UnknownReplWriteConcern 85 IndexOptionsConflict
  86 IndexKeySpecsConflict 91 ShutdownInProgress 96 OperationFailed 100 UnsatisfiableWriteConcern 112 WriteConflict
  115 CommandNotSupported 125 CommandFailed 168 InvalidPipelineOperator 171 CannotIndexParallelArrays 189 PrimarySteppedDown
  197 InvalidIndexSpecificationOption 225 TransactionTooOld 241 ConversionFailure 246 SnapshotUnavailable 251 NoSuchTransaction
  256 TransactionCommitted 262 ExceededTimeLimit 263 OperationNotSupportedInTransaction 322 APIVersionError 323 APIStrictError
  10107 NotWritablePrimary 10334 BSONObjectTooLarge 11000 DuplicateKey 11600 InterruptedAtShutdown 11601 Interrupted`;

const CODE_NAMES = new Map([...NAMES.matchAll(/(\d+) (\w+)/g)].map(([, code, name]) => [Number(code), name]));

/** The name mongod gives an error code; one that is not listed is called `Location<code>`, as mongod does. */
export const codeName = (code: number): string => CODE_NAMES.get(code) ?? `Location${code}`;

/** An error as a client of mongod sees it; `extra` are more fields of the reply (keyPattern, keyValue ...). */
export class MongoError extends Error {
  override readonly name = 'MongoError';
  constructor(
    readonly code: number,
    message: string,
    readonly extra: Readonly<Doc> = {},
  ) {
    super(message);
  }
}

/** Refusal of something real mongod does and this store does not: code 115, and the feature is named. */
export const unsupported = (feature: string): MongoError => new MongoError(115, `the embedded store does not support ${feature}`);

/** Throws the error mongod answers with. An expression too: `found ?? refuse(26, ...)`. */
export function refuse(code: number, message: string, extra?: Readonly<Doc>): never {
  throw new MongoError(code, message, extra);
}

/** Errors after which a transaction may be run again as a whole, and those after which a command may be sent again. */
const TRANSIENT = new Set([24, 112, 246, 251, 267]);
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

export const isTransient = (code: number): boolean => TRANSIENT.has(code);

/** The reply for a failed command. */
export function errorReply(error: unknown, command: Doc): Doc {
  // What is no MongoError is a defect of this store, and says so on the process.
  if (!(error instanceof MongoError)) process.emitWarning(`embedded store: ${error instanceof Error ? error.stack : String(error)}`);
  const { code, message, extra } = error instanceof MongoError ? error : new MongoError(1, String(error));
  return withLabels({ ok: 0, errmsg: message, code, codeName: codeName(code), ...extra }, code, command);
}

/** A reply that tells an error, with the label by which the driver knows what may be tried again, unless it has labels already. */
export function withLabels(reply: Doc, code: number, command: Doc): Doc {
  const inTransaction = command.autocommit === false;
  const isStatement = inTransaction && !('commitTransaction' in command || 'abortTransaction' in command);
  const again = RETRYABLE.has(code) && command.txnNumber !== undefined;
  const label = again && !isStatement ? 'RetryableWriteError' : 'TransientTransactionError';
  const applies = (again && !isStatement) || (inTransaction && reply.ok === 0 && (again || TRANSIENT.has(code)));
  return applies ? { ...reply, errorLabels: reply.errorLabels ?? [label] } : reply;
}
