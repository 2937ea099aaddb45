import { ulid } from 'ulid';
import { openDemonstration } from '../../../server/demo';
import { modules as allModules } from '../../../server/modules';
import { accessTokens, personById, toActor } from '../../../server/modules/identity';
import type { Query, Subscriber } from '../../../server/platform';
import { openStore, silent } from '../../support';
import { storageInMemory } from '../../support/storage';

export type Opened = {
  readonly factoryId: string;
  readonly now: Date;
  /** What somebody of the demonstration is answered, `later` minutes after it was opened. */
  as: <I, T>(name: string, query: Query<I, T>, input: I, laterMinutes?: number) => Promise<T>;
};

/** A demonstration of its own, opened at the given moment. `channels` are told what the chat would be told. */
export async function opened(now: Date, channels: readonly Subscriber[] = []): Promise<Opened> {
  await openStore();
  const demonstration = await openDemonstration(now, `demo-${ulid().toLowerCase()}`);
  const { factoryId, people } = demonstration;
  const secret = 'a secret of the tests, long enough to be taken';
  const modules = allModules(accessTokens(secret), true, { storage: storageInMemory(), linkSecret: secret });
  await demonstration.fill({ rooms: modules.flatMap((module) => module.subscribers), channels }, ulid(), silent);
  return {
    factoryId,
    now,
    as: async (name, query, input, laterMinutes = 0) => {
      const id = people.find((one) => one.name === name)?.id ?? '';
      const person = await personById(factoryId, id);
      if (!person) throw new Error(`nobody in the demonstration is ${name}`);
      return query.run(input, { actor: toActor(person), now: new Date(now.getTime() + laterMinutes * 60_000) });
    },
  };
}
