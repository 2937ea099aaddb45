import type { Logger } from 'pino';
import { keptLease } from '../jobs/lease';
import { journalCommitted } from './committed';
import type { Subscriber } from './define-subscriber';
import { HandingOn } from './handing-on';

const LEASE_MS = 15_000;
const IDLE_MS = 1_000;
/** People come first: what follows from their work waits this long, and then many of it are done at once. */
const GATHER_MS = 150;

export type Relay = {
  /** Hands on everything that is due now; for tests, and for a clean stop. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Hands facts on from the journal: at least once, in order per subject, by one process at a time. A fact that a subscriber cannot
 * take is tried again later and holds back only its own subject (B-11.4); after a day of tries it is given up, and shown.
 */
export function startRelay(deps: {
  readonly subscribers: readonly Subscriber[];
  readonly holder: string;
  readonly logger: Logger;
  readonly polling?: boolean;
  readonly clock?: () => Date;
}): Relay {
  const clock = deps.clock ?? (() => new Date());
  const lease = keptLease('relay', deps.holder, LEASE_MS, clock);
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  const handingOn = new HandingOn({ ...deps, clock, mayGoOn: async () => !stopped && (await lease.keep()) });

  const wake = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = work().finally(() => {
      running = null;
      if (again) {
        again = false;
        wake();
      }
    });
  };

  const gather = () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      wake();
    }, GATHER_MS).unref();
  };

  async function work(): Promise<void> {
    try {
      while (!stopped && (await lease.keep()) && (await handingOn.nextBatch()).more);
    } catch (error) {
      deps.logger.error({ err: error }, 'relay: could not read or mark the journal; it goes on at the next look');
    }
  }

  if (deps.polling !== false) {
    journalCommitted.on('committed', gather);
    timer = setInterval(wake, IDLE_MS);
    timer.unref();
    wake();
  }

  return {
    async drain() {
      for (;;) {
        if (running) await running;
        if (!(await lease.keep())) throw new Error('relay: another process holds the lease');
        if ((await handingOn.nextBatch()).taken === 0) return;
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
      journalCommitted.off('committed', gather);
      await running;
      await lease.release();
    },
  };
}
