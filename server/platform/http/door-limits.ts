import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors/app-error';
import type { Allowance, Door } from './door';

/** Counts what happens at the open doors. Each function throws `too_many_requests` when it has been enough. */
export type DoorLimits = {
  knock(door: Door, address: string): Promise<void>;
  about(door: Door, subject: string): Promise<void>;
  guessed(door: Door, address: string): Promise<void>;
};

type Counted = 'address' | 'subject' | 'guess';

const COLLECTION = 'doorlimits';

/**
 * `shared`: counted in the store, so that several processes count together; with the store away each counts for itself. Otherwise in
 * memory, which is all there is to share when one process owns the store.
 */
export function doorLimits(where: 'shared' | 'memory' = 'memory'): DoorLimits {
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiterOf = (door: Door, counted: Counted, allowance: Allowance) => {
    const name = `${door.name}/${counted}`;
    const known = limiters.get(name);
    if (known) return known;
    const made = makeLimiter(where, name, allowance);
    limiters.set(name, made);
    return made;
  };
  return {
    async knock(door, address) {
      await consume(limiterOf(door, 'address', door.perAddress), address);
      if (!door.wrongGuesses) return;
      const guesses = await limiterOf(door, 'guess', door.wrongGuesses).get(address);
      if (guesses && guesses.consumedPoints >= door.wrongGuesses.times) throw tooMany(guesses.msBeforeNext);
    },
    async about(door, subject) {
      if (door.perSubject) await consume(limiterOf(door, 'subject', door.perSubject), nameless(subject));
    },
    async guessed(door, address) {
      if (door.wrongGuesses) await limiterOf(door, 'guess', door.wrongGuesses).penalty(address, 1);
    },
  };
}

function makeLimiter(where: 'shared' | 'memory', keyPrefix: string, { times, seconds }: Allowance): RateLimiterAbstract {
  const inMemory = new RateLimiterMemory({ keyPrefix, points: times, duration: seconds });
  if (where === 'memory') return inMemory;
  return new RateLimiterMongo({
    storeClient: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    tableName: COLLECTION,
    keyPrefix,
    points: times,
    duration: seconds,
    insuranceLimiter: inMemory,
    // Whoever goes on regardless is turned away without a word with the store.
    inMemoryBlockOnConsumed: times + 1,
  });
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (answer) {
    if (answer instanceof RateLimiterRes) throw tooMany(answer.msBeforeNext);
    throw answer;
  }
}

const tooMany = (msBeforeNext: number) => new AppError('too_many_requests', { seconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)) });

/** A subject may be a token or a code: what is counted under must not be one. */
const nameless = (subject: string) => createHash('sha256').update(subject).digest('base64url');
