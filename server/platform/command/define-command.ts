import type { ZodMiniType } from 'zod/mini';
import type { Permission } from '../../contracts/permissions';
import type { Accepted, Outcome, Refusal, Refused } from '../outcome';
import type { CallContext, CommandContext } from './context';
import { executeCommand } from './execute-command';

export type CommandDefinition<I, O extends Outcome<unknown>> = {
  /** `module.verb-noun`; names the command in the journal, the metrics and the API. */
  readonly name: string;
  readonly permission: Permission;
  readonly input: ZodMiniType<I>;
  /** Unique indexes this command may lose to. A lost transaction is gone, so the command runs again on what is true now. */
  readonly againIfLostTo?: readonly string[];
  /** Calls with the same key wait for each other within this process. A matter of speed, never of correctness. */
  readonly queueBy?: (input: I) => string;
  /** Fields of the input that never reach the journal (secrets). */
  readonly unjournalled?: readonly (keyof I & string)[];
  /** The answer is a secret (a token): the journal keeps none, so a repeat is not answered again but refused as reused. */
  readonly secretAnswer?: boolean;
  /** Anybody can ask it, without end: a refusal is counted by the metrics and leaves no line in the journal. */
  readonly refusalsUnjournalled?: boolean;
  /** Inside the transaction: database only, one thing after another. No HTTP, no chat, no `Promise.all`, no clock of its own. */
  readonly run: (input: I, context: CommandContext) => Promise<O>;
};

type ValueOf<O> = O extends Accepted<infer T> ? T : never;
type RefusalOf<O> = O extends Refused<infer R> ? R : never;

/** `run` is the whole of it: permission, validation, idempotency, transaction, journal, facts. Throws AppError for what is no refusal. */
export type Command<I = never, T = unknown, R extends Refusal = Refusal> = {
  readonly name: string;
  readonly permission: Permission;
  readonly input: ZodMiniType<I>;
  readonly run: (input: unknown, context: CallContext) => Promise<Outcome<T, R>>;
};

export function defineCommand<I, O extends Outcome<unknown>>(definition: CommandDefinition<I, O>): Command<I, ValueOf<O>, RefusalOf<O>> {
  return {
    name: definition.name,
    permission: definition.permission,
    input: definition.input,
    run: (input, context) => executeCommand(definition, input, context) as Promise<Outcome<ValueOf<O>, RefusalOf<O>>>,
  };
}
