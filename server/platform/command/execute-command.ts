import { MongoServerError } from 'mongodb';
import mongoose, { Types } from 'mongoose';
import { AppError } from '../errors/app-error';
import { journalCommitted } from '../journal/committed';
import { type JournalEntry, JournalEntryModel, ONE_EFFECT_PER_KEY } from '../journal/journal-entry.model';
import { commandDuration } from '../metrics/metrics';
import { type Outcome, type Refusal, refused } from '../outcome';
import type { CallContext, PublishedFact } from './context';
import type { CommandDefinition } from './define-command';
import { fingerprint } from './fingerprint';
import { isIdempotencyKey } from './idempotency-key';
import { QueueByKey } from './queue-by-key';
import { parseInput } from './validate';

const MOST_ATTEMPTS = 8;
const queue = new QueueByKey();

/** Everything that stands around a use case, whoever calls it: permission -> validation -> transaction { run, journal } -> metrics. */
export async function executeCommand<I>(
  definition: CommandDefinition<I, Outcome<unknown>>,
  raw: unknown,
  call: CallContext,
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
    const attempt = () => untilSettled(definition, input, call);
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

async function untilSettled<I>(definition: CommandDefinition<I, Outcome<unknown>>, input: I, call: CallContext): Promise<Outcome<unknown>> {
  const asked = withoutSecrets(definition, input);
  const mark = call.idempotencyKey === undefined ? undefined : fingerprint(definition.name, input);
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(definition, input, asked, mark, call);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal) {
        // A repeat of something that took effect is often refused by what it did itself ("already finished"): the first answer counts.
        const before = await answerOfBefore(mark, call);
        if (before) return before;
        if (!definition.refusalsUnjournalled) await journalRefusal(definition.name, asked, call, refusal);
        return refused(refusal);
      }
      const lostTo = uniqueIndexLost(error);
      if (lostTo === ONE_EFFECT_PER_KEY) {
        const before = await answerOfBefore(mark, call);
        if (before) return before;
      }
      const again = lostTo !== null && (lostTo === ONE_EFFECT_PER_KEY || (definition.againIfLostTo ?? []).includes(lostTo));
      if (!again || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** Ends a transaction in which nothing may be kept. */
class RefusedSignal extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** A refusal that `run` answered with, or one that a shared check inside it threw; null for what nobody expected. */
function refusalIn(error: unknown): Refusal | null {
  if (error instanceof RefusedSignal) return error.refusal;
  return error instanceof AppError ? { ...error.details, code: error.code } : null;
}

async function inTransaction<I>(
  definition: CommandDefinition<I, Outcome<unknown>>,
  input: I,
  asked: unknown,
  mark: string | undefined,
  call: CallContext,
): Promise<Outcome<unknown>> {
  const accepted = await mongoose.connection.transaction(
    async (session) => {
      const facts: PublishedFact[] = [];
      const outcome = await definition.run(input, { ...call, scope: call.actor.scope, publish: (fact) => facts.push(fact) });
      if (outcome.kind === 'refused') throw new RefusedSignal(outcome.refusal);
      await JournalEntryModel.collection.insertOne(entryOf(definition, asked, mark, call, outcome.value, facts), { session });
      return outcome;
    },
    { readConcern: 'snapshot', writeConcern: { w: 'majority' }, readPreference: 'primary' },
  );
  journalCommitted.emit('committed');
  return accepted;
}

function entryOf<I>(
  definition: CommandDefinition<I, Outcome<unknown>>,
  asked: unknown,
  mark: string | undefined,
  call: CallContext,
  answer: unknown,
  facts: PublishedFact[],
): JournalEntry {
  return {
    _id: new Types.ObjectId(),
    factoryId: call.actor.scope.factoryId,
    at: call.now,
    command: definition.name,
    actorId: call.actor.id,
    channel: call.channel,
    requestId: call.requestId,
    ...(call.idempotencyKey === undefined || mark === undefined ? {} : { key: call.idempotencyKey, fingerprint: mark }),
    asked,
    outcome: 'accepted',
    ...(definition.secretAnswer ? {} : { answer }),
    facts,
    ...(facts[0] ? { subject: facts[0].subject, relay: { state: 'due', attempts: 0 } } : {}),
  };
}

/** The recorded answer to this key; null when the key is new. Throws when the key was used for something else. */
async function answerOfBefore(mark: string | undefined, call: CallContext): Promise<Outcome<unknown, never> | null> {
  if (mark === undefined) return null;
  const entry = await JournalEntryModel.findOne({
    factoryId: call.actor.scope.factoryId,
    actorId: call.actor.id,
    key: call.idempotencyKey,
  }).lean<JournalEntry>();
  if (!entry) return null;
  if (entry.fingerprint !== mark || entry.answer === undefined) throw new AppError('idempotency_key_reused');
  return { kind: 'accepted', value: entry.answer };
}

async function journalRefusal(command: string, asked: unknown, call: CallContext, refusal: Refusal): Promise<void> {
  await JournalEntryModel.collection.insertOne({
    _id: new Types.ObjectId(),
    factoryId: call.actor.scope.factoryId,
    at: call.now,
    command,
    actorId: call.actor.id,
    channel: call.channel,
    requestId: call.requestId,
    asked,
    outcome: 'refused',
    refusal,
    facts: [],
  });
}

function withoutSecrets<I>(definition: CommandDefinition<I, Outcome<unknown>>, input: I): unknown {
  if (!definition.unjournalled) return input;
  const hidden = new Set<string>(definition.unjournalled);
  return Object.fromEntries(Object.entries(input as object).filter(([field]) => !hidden.has(field)));
}

function uniqueIndexLost(error: unknown): string | null {
  if (!(error instanceof MongoServerError) || error.code !== 11000) return null;
  return / index: (\S+) dup key/.exec(error.message)?.[1] ?? '';
}
