import { InTurns } from '../in-turns';
import type { Outcome } from '../outcome';
import type { CommandDefinition, TogetherDefinition } from './define-command';
import { type Asked, allInOneTransaction, untilSettled } from './transact';

const MOST_TOGETHER = 50;

/** Takes what waits at the same moment in one transaction, factory by factory; each alone when that cannot be. */
export function togetherInTurns<I>(
  definition: TogetherDefinition<I, Outcome<unknown>>,
  alone: CommandDefinition<I, Outcome<unknown>>,
): (asked: Asked<I>) => Promise<Outcome<unknown>> {
  const turns = new InTurns<Asked<I>, PromiseSettledResult<Outcome<unknown>>>(MOST_TOGETHER, async (asked) => {
    const settled = new Map<Asked<I>, PromiseSettledResult<Outcome<unknown>>>();
    for (const factoryId of new Set(asked.map(factoryOf))) {
      const own = asked.filter((one) => factoryOf(one) === factoryId);
      const results = await takeAll(definition, alone, factoryId, own);
      for (const [index, one] of own.entries()) settled.set(one, results[index] ?? unanswered(definition.name));
    }
    return asked.map((one) => settled.get(one) ?? unanswered(definition.name));
  });
  return async (asked) => {
    const result = await turns.ask(asked);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
}

async function takeAll<I>(
  definition: TogetherDefinition<I, Outcome<unknown>>,
  alone: CommandDefinition<I, Outcome<unknown>>,
  factoryId: string,
  asked: readonly Asked<I>[],
): Promise<readonly PromiseSettledResult<Outcome<unknown>>[]> {
  if (asked.length > 1) {
    try {
      const outcomes = await allInOneTransaction(definition, factoryId, asked);
      return outcomes.map((value) => ({ status: 'fulfilled', value }));
    } catch {
      // One is refused, was taken before, or cannot be taken at all. Which, and why, shows when each is taken alone.
    }
  }
  const results: PromiseSettledResult<Outcome<unknown>>[] = [];
  for (const one of asked) results.push(...(await Promise.allSettled([untilSettled(alone, one)])));
  return results;
}

const factoryOf = <I>({ call }: Asked<I>): string => call.actor.scope.factoryId;
const unanswered = (name: string): PromiseRejectedResult => ({ status: 'rejected', reason: new Error(`${name} gave no answer`) });
