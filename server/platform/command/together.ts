import { InTurns } from '../in-turns';
import type { Outcome } from '../outcome';
import type { CommandDefinition, TogetherDefinition } from './define-command';
import { type Asked, allInOneTransaction, RefusedAmong, untilSettled } from './transact';

const MOST_TOGETHER = 50;

type Settled = PromiseSettledResult<Outcome<unknown>>;

/** Takes what waits at the same moment in one transaction, factory by factory; each alone when that cannot be. */
export function togetherInTurns<I>(
  definition: TogetherDefinition<I, Outcome<unknown>>,
  alone: CommandDefinition<I, Outcome<unknown>>,
): (asked: Asked<I>) => Promise<Outcome<unknown>> {
  const settleAlone = async (one: Asked<I>): Promise<Settled> => {
    const [settled] = await Promise.allSettled([untilSettled(alone, one)]);
    return settled;
  };

  /** Those who are refused leave the crowd, and the others are taken without them. */
  const settleAll = async (factoryId: string, asked: readonly Asked<I>[]): Promise<ReadonlyMap<Asked<I>, Settled>> => {
    const settled = new Map<Asked<I>, Settled>();
    let crowd = asked;
    while (crowd.length > 1) {
      try {
        const outcomes = await allInOneTransaction(definition, factoryId, crowd);
        for (const [place, value] of outcomes.entries()) {
          const one = crowd[place];
          if (one) settled.set(one, { status: 'fulfilled', value });
        }
        crowd = [];
      } catch (error) {
        // One was taken before, or cannot be taken at all: which, and why, shows when each is taken alone.
        crowd = error instanceof RefusedAmong ? crowd.filter((_, place) => !error.places.has(place)) : [];
      }
    }
    for (const one of asked) if (!settled.has(one)) settled.set(one, await settleAlone(one));
    return settled;
  };

  const turns = new InTurns<Asked<I>, Settled>(MOST_TOGETHER, async (asked) => {
    const answers = new Map<Asked<I>, Settled>();
    for (const factoryId of new Set(asked.map(factoryOf))) {
      const own = asked.filter((one) => factoryOf(one) === factoryId);
      for (const [one, settled] of await settleAll(factoryId, own)) answers.set(one, settled);
    }
    return asked.map((one) => answers.get(one) ?? { status: 'rejected', reason: new Error(`${definition.name} gave no answer`) });
  });
  return async (asked) => {
    const settled = await turns.ask(asked);
    if (settled.status === 'rejected') throw settled.reason;
    return settled.value;
  };
}

const factoryOf = <I>({ call }: Asked<I>): string => call.actor.scope.factoryId;
