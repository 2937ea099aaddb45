import { MongoServerError } from 'mongodb';
import mongoose, { Types } from 'mongoose';
import { AppError } from '../errors/app-error';
import { journalCommitted } from '../journal/committed';
import { type JournalEntry, JournalEntryModel, ONE_EFFECT_PER_KEY } from '../journal/journal-entry.model';
import { type Outcome, type Refusal, refused } from '../outcome';
import type { CallContext, PublishedFact } from './context';
import type { CommandDefinition, TogetherDefinition } from './define-command';

const MOST_ATTEMPTS = 8;

/** A call as it was asked: what was asked, and the fingerprint it has when it carries a key. */
export type Asked<I> = { readonly input: I; readonly mark: string | undefined; readonly call: CallContext };

/** Takes one call in a transaction of its own, again when it lost to something that is no refusal. */
export async function untilSettled<I>(definition: CommandDefinition<I, Outcome<unknown>>, asked: Asked<I>): Promise<Outcome<unknown>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(definition, asked);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal) {
        // A repeat of something that took effect is often refused by what it did itself ("already finished"): the first answer counts.
        const before = await answerOfBefore(asked);
        if (before) return before;
        if (!definition.refusalsUnjournalled)
          await journalRefusal(definition.name, withoutSecrets(definition, asked.input), asked.call, refusal);
        return refused(refusal);
      }
      const lostTo = uniqueIndexLost(error);
      if (lostTo === ONE_EFFECT_PER_KEY) {
        const before = await answerOfBefore(asked);
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

const TRANSACTION = { readConcern: 'snapshot', writeConcern: { w: 'majority' }, readPreference: 'primary' } as const;

async function inTransaction<I>(definition: CommandDefinition<I, Outcome<unknown>>, asked: Asked<I>): Promise<Outcome<unknown>> {
  let published = false;
  const accepted = await mongoose.connection.transaction(async (session) => {
    const facts: PublishedFact[] = [];
    const { input, call } = asked;
    const outcome = await definition.run(input, { ...call, scope: call.actor.scope, publish: (fact) => facts.push(fact) });
    if (outcome.kind === 'refused') throw new RefusedSignal(outcome.refusal);
    await JournalEntryModel.collection.insertOne(entryOf(definition, asked, outcome.value, facts), { session });
    published = facts.length > 0;
    return outcome;
  }, TRANSACTION);
  if (published) journalCommitted.emit('committed');
  return accepted;
}

/** Those of a crowd that were refused; the others can be taken without them. */
export class RefusedAmong extends Error {
  constructor(readonly places: ReadonlySet<number>) {
    super(`${places.size} refused`);
  }
}

/** Takes several calls of one factory in one transaction, all of them or none: throws when one is refused or has been taken before. */
export async function allInOneTransaction<I>(
  definition: TogetherDefinition<I, Outcome<unknown>>,
  factoryId: string,
  asked: readonly Asked<I>[],
): Promise<readonly Outcome<unknown>[]> {
  let published = false;
  const accepted = await mongoose.connection.transaction(async (session) => {
    const calls = asked.map(({ input, call }) => {
      const facts: PublishedFact[] = [];
      return { input, facts, context: { ...call, scope: call.actor.scope, publish: (fact: PublishedFact) => facts.push(fact) } };
    });
    const outcomes = await definition.runTogether(calls, factoryId);
    const places = new Set(outcomes.flatMap(({ kind }, place) => (kind === 'refused' ? [place] : [])));
    if (places.size > 0) throw new RefusedAmong(places);
    const entries = asked.map((one, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind !== 'accepted') throw new Error(`${definition.name} gave ${outcomes.length} answers to ${asked.length} calls`);
      return entryOf(definition, one, outcome.value, calls[index]?.facts ?? []);
    });
    await JournalEntryModel.collection.insertMany(entries, { session });
    published = calls.some(({ facts }) => facts.length > 0);
    return outcomes;
  }, TRANSACTION);
  if (published) journalCommitted.emit('committed');
  return accepted;
}

type Journalled<I> = Pick<CommandDefinition<I, Outcome<unknown>>, 'name' | 'secretAnswer' | 'unjournalled'>;

function entryOf<I>(definition: Journalled<I>, { input, mark, call }: Asked<I>, answer: unknown, facts: PublishedFact[]): JournalEntry {
  return {
    ...attemptOf(definition.name, withoutSecrets(definition, input), call),
    ...(call.idempotencyKey === undefined || mark === undefined ? {} : { key: call.idempotencyKey, fingerprint: mark }),
    outcome: 'accepted',
    ...(definition.secretAnswer ? {} : { answer }),
    facts,
    ...(facts[0] ? { subject: facts[0].subject, relay: { state: 'due', attempts: 0 } } : {}),
  };
}

function attemptOf(command: string, asked: unknown, call: CallContext) {
  return {
    _id: new Types.ObjectId(),
    factoryId: call.actor.scope.factoryId,
    at: call.now,
    command,
    actorId: call.actor.id,
    channel: call.channel,
    requestId: call.requestId,
    asked,
  };
}

/** The recorded answer to this key; null when the key is new. Throws when the key was used for something else. */
async function answerOfBefore<I>({ mark, call }: Asked<I>): Promise<Outcome<unknown, never> | null> {
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

export async function journalRefusal(command: string, asked: unknown, call: CallContext, refusal: Refusal): Promise<void> {
  await JournalEntryModel.collection.insertOne({ ...attemptOf(command, asked, call), outcome: 'refused', refusal, facts: [] });
}

function withoutSecrets<I>({ unjournalled }: Journalled<I>, input: I): unknown {
  if (!unjournalled) return input;
  const hidden = new Set<string>(unjournalled);
  return Object.fromEntries(Object.entries(input as object).filter(([field]) => !hidden.has(field)));
}

function uniqueIndexLost(error: unknown): string | null {
  if (!(error instanceof MongoServerError) || error.code !== 11000) return null;
  return / index: (\S+) dup key/.exec(error.message)?.[1] ?? '';
}
