import { scheduleJob } from 'node-schedule';
import type { Logger } from 'pino';
import type { Permission } from '../../contracts/permissions';
import { type Actor, systemActor } from '../command/context';
import { holdLease, releaseLease } from './lease';

export type JobContext = { readonly actor: Actor; readonly now: Date; readonly requestId: string };
export type Job = {
  readonly name: string;
  /** Cron text, seconds first allowed, in server time; jobs that follow a factory's day ask its calendar themselves. */
  readonly schedule: string;
  readonly runOnce: (factoryId: string, now: Date) => Promise<void>;
};

/** Work that time starts. It runs in one process at a time and, like every channel, acts by commands. */
export function defineJob(definition: {
  readonly name: string;
  readonly schedule: string;
  readonly permissions: readonly Permission[];
  readonly run: (context: JobContext) => Promise<void>;
}): Job {
  return {
    name: definition.name,
    schedule: definition.schedule,
    runOnce: (factoryId, now) =>
      definition.run({
        actor: systemActor(definition.name, factoryId, definition.permissions),
        now,
        requestId: `job:${definition.name}:${now.toISOString()}`,
      }),
  };
}

const LONGEST_RUN_MS = 10 * 60_000;
const leaseOf = (job: Job): string => `job:${job.name}`;

/**
 * Starts the clockwork; the answer stops it: what is under way is finished, and the leases are given back, so that the next process need
 * not wait for them. A run that fails is logged and tried again at its next time.
 */
export function startJobs(deps: {
  readonly jobs: readonly Job[];
  readonly factoryIds: () => Promise<readonly string[]>;
  readonly holder: string;
  readonly logger: Logger;
}): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const scheduled = deps.jobs.map((job) =>
    scheduleJob(job.name, job.schedule, () => {
      const run = runOnce(job).finally(() => running.delete(run));
      running.add(run);
    }),
  );
  async function runOnce(job: Job): Promise<void> {
    try {
      const now = new Date();
      if (!(await holdLease(leaseOf(job), deps.holder, now, LONGEST_RUN_MS))) return;
      for (const factoryId of await deps.factoryIds()) await job.runOnce(factoryId, now);
    } catch (error) {
      deps.logger.error({ err: error, job: job.name }, 'job failed; it runs again at its next time');
    }
  }
  return async () => {
    for (const job of scheduled) job?.cancel();
    await Promise.all(running);
    for (const job of deps.jobs) await releaseLease(leaseOf(job), deps.holder);
  };
}
