import type { Permission } from '../../contracts/permissions';
import { type Actor, type CallContext, type PublishedFact, systemActor } from '../command/context';
import type { Command } from '../command/define-command';
import { AppError } from '../errors/app-error';
import type { Outcome, Refusal } from '../outcome';

export type SubscriberContext = {
  readonly factoryId: string;
  readonly actor: Actor;
  readonly now: Date;
  /** Unique per fact: journal entry and place in it. */
  readonly factId: string;
  /**
   * Runs a command in the name of this subscriber. Its idempotency key is (fact, subscriber, `part`), so a fact that is delivered
   * twice has its effect once. `part` tells several commands of one fact apart.
   */
  readonly run: <I, T, R extends Refusal>(command: Command<I, T, R>, input: I, part?: string) => Promise<Outcome<T, R>>;
};

export type Subscriber = {
  readonly name: string;
  readonly on: readonly string[];
  readonly deliver: (fact: PublishedFact, delivery: { factoryId: string; factId: string; now: Date; requestId: string }) => Promise<void>;
};

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
      await definition.handle(fact as F, {
        factoryId,
        actor,
        now,
        factId,
        run: async (command, input, part = 'only') => {
          try {
            return await command.run(input, call(part));
          } catch (error) {
            if (error instanceof AppError && error.code === 'idempotency_key_reused')
              throw new Error(`${definition.name}: two different commands for one part of ${factId}`);
            throw error;
          }
        },
      });
    },
  };
}
