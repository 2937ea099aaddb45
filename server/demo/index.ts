import type { Logger } from 'pino';
import type { PersonDto } from '../contracts/api/identity';
import { alerts } from '../modules/alerts';
import { demoPeople } from '../modules/identity';
import { type Subscriber, systemActor } from '../platform';
import { startRelay } from '../platform/journal/relay';
import { demoCalendar, SHIFT_MINUTES } from './calendar';
import { DEMO_FACTORY_ID, foundDemoFactory } from './factory';
import { Floor } from './floor';
import { defineMaster } from './master';
import { ordersInHand } from './orders-in-hand';
import { pastDays } from './past-days';
import { Shift } from './shift';
import { type Told, tellTogether } from './telling';
import { ToldModel } from './told.model';
import { trouble } from './trouble';

/** Who hears of what happens. The channels that tell people hear nothing of days that are past. */
export type Listeners = { readonly rooms: readonly Subscriber[]; readonly channels: readonly Subscriber[] };
export type Demonstration = {
  readonly factoryId: string;
  readonly people: readonly PersonDto[];
  /** It has just been founded, and has nothing to show before it is filled. */
  readonly isNew: boolean;
  /** Of which moment its story was told; null when it was cut off before its end. */
  readonly toldAt: Date | null;
  /** Tells the story of a factory that is new, each thing at its time; does nothing otherwise. */
  fill(listeners: Listeners, holder: string, logger: Logger): Promise<void>;
};

/** Opens the demonstration: founds the factory the first time, in the middle of a shift, and answers who is in it. */
export async function openDemonstration(now = new Date(), factoryId = DEMO_FACTORY_ID): Promise<Demonstration> {
  const calendar = demoCalendar(now);
  const isNew = await foundDemoFactory(factoryId, calendar);
  const actor = systemActor('demonstration', factoryId, ['identity.read']);
  const { items } = await demoPeople.run({}, { actor, now });
  return {
    factoryId,
    people: items,
    isNew,
    toldAt: isNew ? now : ((await ToldModel.findById(factoryId).lean())?.at ?? null),
    async fill({ rooms, channels }, holder, logger) {
      if (!isNew) return;
      let at = now;
      const clock = () => at;
      const past = startRelay({ subscribers: rooms, holder, logger, polling: false, clock });
      const today = startRelay({ subscribers: [...rooms, ...channels], holder, logger, polling: false, clock });
      const shift = new Shift(factoryId, items, calendar, now);
      const floor = new Floor(shift);
      const beginning = shift.ago(SHIFT_MINUTES);
      const stories = [...ordersInHand(floor), ...trouble(floor), ...pastDays(floor), theClock(shift)];
      await tellTogether([defineMaster(shift)], async () => undefined);
      await tellTogether(stories, async (moment) => {
        at = moment;
        await (at < beginning ? past : today).drain();
      });
      await today.stop();
      await ToldModel.create({ _id: factoryId, at: now });
    },
  };
}

/** What begins by the clock alone, as it would have been seen: lateness, and waiting that grows long. */
async function* theClock(shift: Shift): Told {
  const looks = [shift.on(2, '17:01'), ...[160, 120, 80, 40, 20, 9, 4, 0].map((minutes) => shift.ago(minutes))];
  for (const look of looks) {
    yield look;
    for (const job of alerts.jobs) await job.runOnce(shift.factoryId, look);
  }
}
