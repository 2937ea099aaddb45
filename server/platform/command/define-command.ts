import type { ZodMiniType } from 'zod/mini';
import type { Permission } from '../../contracts/permissions';
import type { Accepted, Outcome, Refusal, Refused } from '../outcome';
import type { CallContext, CommandContext } from './context';
import { executeCommand } from './execute-command';
import { togetherInTurns } from './together';

type Surroundings<I> = {
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
};

export type CommandDefinition<I, O extends Outcome<unknown>> = Surroundings<I> & {
  /** Inside the transaction: database only, one thing after another. No HTTP, no chat, no `Promise.all`, no clock of its own. */
  readonly run: (input: I, context: CommandContext) => Promise<O>;
};

export type TogetherCall<I> = { readonly input: I; readonly context: CommandContext };

export type TogetherDefinition<I, O extends Outcome<unknown>> = Surroundings<I> & {
  /** The same for several calls of one factory, answered in their order. What is true of one call alone must be true of it here. */
  readonly runTogether: (calls: readonly TogetherCall<I>[], factoryId: string) => Promise<readonly O[]>;
};

type ValueOf<O> = O extends Accepted<infer T> ? T : never;
type RefusalOf<O> = O extends Refused<infer R> ? R : never;

/** `run` is the whole of it: permission, validation, idempotency, transaction, journal, facts. Throws AppError for what is no refusal. */
export type Command<I = never, T = unknown, R extends Refusal = Refusal> = {
  readonly name: string;
  readonly permission: Permission;
  readonly input: ZodMiniType<I>;
  /** Whether calls that wait at the same moment share a transaction. */
  readonly together?: true;
  readonly run: (input: unknown, context: CallContext) => Promise<Outcome<T, R>>;
};

export function defineCommand<I, O extends Outcome<unknown>>(definition: CommandDefinition<I, O>): Command<I, ValueOf<O>, RefusalOf<O>> {
  const { name, permission, input } = definition;
  const run = (raw: unknown, call: CallContext) => executeCommand(definition, raw, call) as Promise<Outcome<ValueOf<O>, RefusalOf<O>>>;
  return { name, permission, input, run };
}

/**
 * A command that follows from facts and may come in crowds: calls that wait at the same moment are taken in one transaction, each with a
 * journal entry of its own. When one of them cannot be taken, or was before, each is taken alone, as any command is.
 */
export function defineTogetherCommand<I, O extends Outcome<unknown>>(
  definition: TogetherDefinition<I, O>,
): Command<I, ValueOf<O>, RefusalOf<O>> {
  const alone: CommandDefinition<I, O> = {
    ...definition,
    run: async (input, context) => {
      const [outcome] = await definition.runTogether([{ input, context }], context.scope.factoryId);
      if (!outcome) throw new Error(`${definition.name} gave no answer`);
      return outcome;
    },
  };
  const turns = togetherInTurns(definition, alone);
  const { name, permission, input } = definition;
  const run = (raw: unknown, call: CallContext) => executeCommand(alone, raw, call, turns) as Promise<Outcome<ValueOf<O>, RefusalOf<O>>>;
  return { name, permission, input, together: true, run };
}
