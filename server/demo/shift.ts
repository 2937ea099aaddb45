import { ulid } from 'ulid';
import type { PersonDto } from '../contracts/api/identity';
import { type Calendar, personById, toActor } from '../modules/identity';
import type { Command, Refusal } from '../platform';
import { momentOn } from './calendar';
import type { Told } from './telling';

const MINUTE_MS = 60_000;

/** The people of the demonstration and the moment it is opened: who does what, when, by the very commands that people use. */
export class Shift {
  constructor(
    readonly factoryId: string,
    private readonly people: readonly PersonDto[],
    private readonly calendar: Calendar,
    readonly now: Date,
  ) {}

  /** In the shift that is under way. */
  ago(minutes: number): Date {
    return new Date(this.now.getTime() - minutes * MINUTE_MS);
  }

  /** On a day that is past, at a time of the factory's clock. */
  on(daysAgo: number, clock: string): Date {
    return momentOn(this.calendar, this.now, daysAgo, clock);
  }

  /** When something is due: by the end of the day's work. */
  due(inDays: number): string {
    return momentOn(this.calendar, this.now, -inDays, '17:00').toISOString();
  }

  idOf(key: string): string {
    const person = this.people.find((one) => one.wecomUserId === key);
    if (!person) throw new Error(`nobody in the demonstration is ${key}`);
    return person.id;
  }

  /** Somebody does something. What the story expects to be taken and is refused is a fault of the story, and said. */
  async *does<I, T, R extends Refusal>(key: string, at: Date, command: Command<I, T, R>, input: I): Told<T> {
    yield at;
    const person = await personById(this.factoryId, this.idOf(key));
    if (!person) throw new Error(`nobody in the demonstration is ${key}`);
    const outcome = await command.run(input, {
      actor: toActor(person),
      channel: 'web',
      now: at,
      requestId: 'demonstration',
      idempotencyKey: ulid(),
    });
    if (outcome.kind === 'refused') throw new Error(`demonstration: ${command.name} by ${key} refused: ${JSON.stringify(outcome.refusal)}`);
    return outcome.value;
  }
}
