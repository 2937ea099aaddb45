import type { Logger } from 'pino';
import type { PersonDto } from '../contracts/api/identity';
import { demoPeople } from '../modules/identity';
import { type Subscriber, systemActor } from '../platform';
import { startRelay } from '../platform/journal/relay';
import { DEMO_FACTORY_ID, foundDemoFactory } from './factory';
import { defineMaster } from './master';
import { OrderBook } from './orders';
import { Shift } from './shift';

export type Demonstration = {
  readonly factoryId: string;
  readonly people: readonly PersonDto[];
  /** Puts a shift's work into a factory that is new; does nothing otherwise. Whoever is to be told of it hears it now. */
  fill(subscribers: readonly Subscriber[], holder: string, logger: Logger): Promise<void>;
};

/** Opens the demonstration: founds the factory the first time, and answers who is in it. */
export async function openDemonstration(): Promise<Demonstration> {
  const isNew = await foundDemoFactory();
  const actor = systemActor('demonstration', DEMO_FACTORY_ID, ['identity.read']);
  const { items } = await demoPeople.run({}, { actor, now: new Date() });
  return {
    factoryId: DEMO_FACTORY_ID,
    people: items,
    async fill(subscribers, holder, logger) {
      if (!isNew) return;
      const relay = startRelay({ subscribers, holder, logger, polling: false });
      const shift = new Shift(items, new Date());
      await defineMaster(shift);
      await new OrderBook(shift, () => relay.drain()).write();
      await relay.drain();
      await relay.stop();
    },
  };
}
