import { ulid } from 'ulid';
import type { PersonDto } from '../contracts/api/identity';
import type { WorkOrderDto } from '../contracts/api/workorders';
import { personById, toActor } from '../modules/identity';
import type { Command, Refusal } from '../platform';
import { DEMO_FACTORY_ID } from './factory';

const MINUTE_MS = 60_000;

/** A shift of the demonstration as it is told: who did what, so and so many minutes ago, by the very commands that people use. */
export class Shift {
  constructor(
    private readonly people: readonly PersonDto[],
    private readonly now: Date,
  ) {}

  minutesAgo(minutes: number): Date {
    return new Date(this.now.getTime() - minutes * MINUTE_MS);
  }

  inDays(days: number): string {
    return new Date(this.now.getTime() + days * 24 * 60 * MINUTE_MS).toISOString();
  }

  idOf(key: string): string {
    const person = this.people.find((one) => one.wecomUserId === key);
    if (!person) throw new Error(`nobody in the demonstration is ${key}`);
    return person.id;
  }

  /** Somebody does something. What the story expects to be taken and is refused is a fault of the story, and said. */
  async does<I, T, R extends Refusal>(key: string, minutesAgo: number, command: Command<I, T, R>, input: I): Promise<T> {
    const person = await personById(DEMO_FACTORY_ID, this.idOf(key));
    if (!person) throw new Error(`nobody in the demonstration is ${key}`);
    const outcome = await command.run(input, {
      actor: toActor(person),
      channel: 'web',
      now: this.minutesAgo(minutesAgo),
      requestId: 'demonstration',
      idempotencyKey: ulid(),
    });
    if (outcome.kind === 'refused') throw new Error(`demonstration: ${command.name} by ${key} refused: ${JSON.stringify(outcome.refusal)}`);
    return outcome.value;
  }
}

export function operationIdOf(order: WorkOrderDto, seq: number): string {
  const operation = order.operations.find((one) => one.seq === seq);
  if (!operation) throw new Error(`${order.orderNo} has no operation ${seq}`);
  return operation.id;
}
