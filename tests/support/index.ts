import { pino } from 'pino';
import { ulid } from 'ulid';
import type { Permission } from '../../server/contracts/permissions';
import { type FactorySettings, factoryOf, forgetFactories, foundFactory, toActor } from '../../server/modules/identity';
import { FactoryModel } from '../../server/modules/identity/models/factory.model';
import { type Person, PersonModel } from '../../server/modules/identity/models/person.model';
import { type Actor, type Command, type Outcome, type Query, type Refusal, type Subscriber, systemActor } from '../../server/platform';
import { startRelay } from '../../server/platform/journal/relay';
import { CAST, type CastName } from './people';
import { openStore } from './store';

export { openStore } from './store';

export const silent = pino({ level: 'silent' });

export type TestPerson = { readonly id: string; readonly name: string; readonly actor: Actor };
export type TestFactory = Record<CastName, TestPerson> & { readonly id: string; readonly settings: () => Promise<FactorySettings> };

/** A factory of its own for one test: a workshop w1 full of people, a workshop w2 with one. `house` changes the house rules. */
export async function demoFactory(house: Partial<Omit<FactorySettings, 'id'>> = {}): Promise<TestFactory> {
  await openStore();
  const id = `f-${ulid().toLowerCase()}`;
  await foundFactory(
    {
      _id: id,
      name: '测试厂',
      timeZone: 'Asia/Shanghai',
      dayCutMinutes: 480,
      workshops: [
        { id: 'w1', name: '机加一车间' },
        { id: 'w2', name: '装配车间' },
      ],
      overProductionRate: 500,
      scrapRateLimit: 500,
      gateWaitMinutes: 20,
      oneOperationPerPerson: false,
      correctionHours: 24,
      reportDaysBack: 120,
      wecomCorpId: null,
      ...house,
    },
    Object.entries(CAST).map(([key, person]) => ({
      name: person.name,
      roles: [...person.roles],
      workshopIds: [...person.workshopIds],
      warehouseIds: [],
      wecomUserId: `${key}.${id}`,
      locale: 'zh-CN',
    })),
  );
  const people = await PersonModel.find({ factoryId: id }).lean<Person[]>();
  const cast = Object.fromEntries(
    Object.keys(CAST).map((key) => {
      const person = people.find((one) => one.wecomUserId === `${key}.${id}`);
      if (!person) throw new Error(`${key} was not taken on`);
      return [key, { id: person._id.toHexString(), name: person.name, actor: toActor(person) }];
    }),
  ) as Record<CastName, TestPerson>;
  return { ...cast, id, settings: () => factoryOf(id) };
}

/** Changes house rules in the middle of a test. */
export async function changeHouse(factory: TestFactory, house: Partial<Omit<FactorySettings, 'id'>>): Promise<void> {
  await FactoryModel.updateOne({ _id: factory.id }, { $set: house });
  forgetFactories();
}

type CallOptions = { key?: string; now?: Date; channel?: 'web' | 'chat' | 'api' };

/** Somebody doing something: `asPerson(wang).run(startWork, {...})`. Each call has a key of its own unless one is given. */
export function asPerson(person: { actor: Actor }) {
  return {
    run: <I, T, R extends Refusal>(command: Command<I, T, R>, input: I, options: CallOptions = {}): Promise<Outcome<T, R>> =>
      command.run(input, {
        actor: person.actor,
        channel: options.channel ?? 'web',
        now: options.now ?? new Date(),
        requestId: ulid(),
        idempotencyKey: options.key ?? ulid(),
      }),
    /** The same, for what must succeed: answers with the value, or fails the test with the refusal. */
    must: async <I, T, R extends Refusal>(command: Command<I, T, R>, input: I, options: CallOptions = {}): Promise<T> => {
      const outcome = await asPerson(person).run(command, input, options);
      if (outcome.kind === 'refused') throw new Error(`${command.name} refused: ${JSON.stringify(outcome.refusal)}`);
      return outcome.value;
    },
    ask: <I, T>(query: Query<I, T>, input: I, now = new Date()): Promise<T> => query.run(input, { actor: person.actor, now }),
  };
}

/** The product acting for itself with just these permissions. */
export function asSystem(factory: TestFactory, ...permissions: Permission[]) {
  return asPerson({ actor: systemActor('test', factory.id, permissions) });
}

/** Hands every published fact to these subscribers, until nothing is left. */
export async function relay(...subscribers: readonly Subscriber[]): Promise<void> {
  const one = startRelay({ subscribers, holder: `test-${ulid()}`, logger: silent, polling: false });
  await one.drain();
  await one.stop();
}
