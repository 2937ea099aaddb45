import { AppError } from '../errors/app-error';
import { commandDuration } from '../metrics/metrics';
import type { Outcome } from '../outcome';
import type { CallContext } from './context';
import type { CommandDefinition } from './define-command';
import { fingerprint } from './fingerprint';
import { isIdempotencyKey } from './idempotency-key';
import { QueueByKey } from './queue-by-key';
import { type Asked, journalRefusal, untilSettled } from './transact';
import { parseInput } from './validate';

const queue = new QueueByKey();

/**
 * Everything that stands around a use case, whoever calls it: permission -> validation -> transaction { run, journal } -> metrics.
 * `take` is how it gets its transaction: alone, unless the command is one that is taken together with others.
 */
export async function executeCommand<I>(
  definition: CommandDefinition<I, Outcome<unknown>>,
  raw: unknown,
  call: CallContext,
  take: (asked: Asked<I>) => Promise<Outcome<unknown>> = (asked) => untilSettled(definition, asked),
): Promise<Outcome<unknown>> {
  const stopTimer = commandDuration.startTimer({ command: definition.name });
  let result = 'failed';
  try {
    if (!call.actor.permissions.has(definition.permission)) {
      await journalRefusal(definition.name, null, call, { code: 'forbidden' });
      throw new AppError('forbidden', { permission: definition.permission });
    }
    if (call.idempotencyKey !== undefined && !isIdempotencyKey(call.idempotencyKey)) throw new AppError('idempotency_key_invalid');
    const input = parseInput(definition.input, raw);
    const mark = call.idempotencyKey === undefined ? undefined : fingerprint(definition.name, input);
    const attempt = () => take({ input, mark, call });
    const outcome = definition.queueBy ? await queue.run(definition.queueBy(input), attempt) : await attempt();
    result = outcome.kind;
    return outcome;
  } catch (error) {
    if (error instanceof AppError) result = error.code;
    throw error;
  } finally {
    stopTimer({ outcome: result });
  }
}
