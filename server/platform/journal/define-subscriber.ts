import type { ErrorCode } from '../../contracts/errors';
import type { Permission } from '../../contracts/permissions';
import { AtMost } from '../at-most';
import { type Actor, type CallContext, type PublishedFact, systemActor } from '../command/context';
import type { Command } from '../command/define-command';
import { AppError } from '../errors/app-error';
import type { Refusal } from '../outcome';

export type SubscriberContext = {
  readonly factoryId: string;
  readonly actor: Actor;
  readonly now: Date;
  /** Unique per fact: journal entry and place in it. */
  readonly factId: string;
  /**
   * Runs a command in the name of this subscriber. Its idempotency key is (fact, subscriber, `part`), so a fact that is delivered
   * twice has its effect once. `part` tells several commands of one fact apart. `expected` names the refusals that end the matter; with
   * any other the fact counts as not taken: it is tried again, shown, and after a day given up.
   */
  readonly run: <I, T, R extends Refusal>(
    command: Command<I, T, R>,
    input: I,
    how: { readonly expected: readonly ErrorCode[]; readonly part?: string },
  ) => Promise<void>;
  /** The same, for a command whose every refusal somebody is to hear of: `refused` says what is done then. */
  readonly runOr: <I, T, R extends Refusal>(
    command: Command<I, T, R>,
    input: I,
    refused: (refusal: Refusal) => Promise<void>,
  ) => Promise<void>;
};

export type Subscriber = {
  readonly name: string;
  readonly on: readonly string[];
  readonly deliver: (fact: PublishedFact, delivery: { factoryId: string; factId: string; now: Date; requestId: string }) => Promise<void>;
};

/** A subscriber's command was refused for a reason that the subscriber does not know what to make of. */
export class UnexpectedRefusal extends Error {
  constructor(
    readonly command: string,
    readonly refusal: Refusal,
  ) {
    super(`${command} refused: ${refusal.code}`);
  }
}

/** Many facts are handed on side by side; commands that need a transaction each leave the store room for the people who wait for it. */
const alone = new AtMost(4);

/** What follows from a fact. It acts with just the permissions it names; its effects are commands, so nothing happens twice. */
export function defineSubscriber<F extends PublishedFact>(definition: {
  readonly name: string;
  readonly on: F['type'] | readonly F['type'][];
  readonly permissions: readonly Permission[];
  readonly handle: (fact: F, context: SubscriberContext) => Promise<void>;
}): Subscriber {
  return {
    name: definition.name,
    on: typeof definition.on === 'string' ? [definition.on] : definition.on,
    async deliver(fact, { factoryId, factId, now, requestId }) {
      const actor = systemActor(definition.name, factoryId, definition.permissions);
      const call = (part: string): CallContext => ({ actor, channel: 'subscriber', now, requestId, idempotencyKey: `${factId}:${part}` });
      const refusalOf = async <I, T, R extends Refusal>(command: Command<I, T, R>, input: I, part: string): Promise<Refusal | null> => {
        try {
          const attempt = () => command.run(input, call(part));
          const outcome = command.together ? await attempt() : await alone.run(attempt);
          return outcome.kind === 'refused' ? outcome.refusal : null;
        } catch (error) {
          if (error instanceof AppError && error.code === 'idempotency_key_reused')
            throw new Error(`${definition.name}: two different commands for one part of ${factId}`);
          throw error;
        }
      };
      await definition.handle(fact as F, {
        factoryId,
        actor,
        now,
        factId,
        run: async (command, input, { expected, part = 'only' }) => {
          const refusal = await refusalOf(command, input, part);
          if (refusal && !expected.includes(refusal.code)) throw new UnexpectedRefusal(command.name, refusal);
        },
        runOr: async (command, input, refused) => {
          const refusal = await refusalOf(command, input, 'only');
          if (refusal) await refused(refusal);
        },
      });
    },
  };
}
