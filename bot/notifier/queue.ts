import { type Delivery, deliver } from './deliver';
import { type Send, SendModel } from './send.model';

const SIDE_BY_SIDE = 4;
const LOOK_EVERY_MS = 1_000;
/** After this a message that somebody claimed and did not settle is anybody's again: its process ended. */
const CLAIM_MS = 90_000;

export type Queue = {
  /** Something new may be due. */
  wake(): void;
  /** Sends all that is due now; resolves when nothing due is left. */
  drain(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

/** Works off one factory's messages, the most urgent first. The collection is the queue, so it survives the process. */
export function createQueue(factoryId: string, delivery: Delivery): Queue {
  const { clock, logger } = delivery;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  /** One alone takes what may be merged: taken side by side, what belongs into one digest would go out one by one. */
  async function claim(mayMerge: boolean): Promise<Send | null> {
    const now = clock();
    const mine = mayMerge ? {} : { reason: { $ne: 'waits_for_digest' as const } };
    return SendModel.findOneAndUpdate(
      { factoryId, state: { $in: ['queued', 'held', 'sending'] }, notBefore: { $lte: now }, ...mine },
      { $set: { state: 'sending', notBefore: new Date(now.getTime() + CLAIM_MS) }, $inc: { attempts: 1 } },
      { sort: { rank: 1, queuedAt: 1 }, returnDocument: 'before' },
    ).lean<Send>();
  }

  async function workOff(mayMerge: boolean): Promise<void> {
    for (let send = await claim(mayMerge); send && !stopped; send = await claim(mayMerge)) {
      try {
        await deliver(send, delivery);
      } catch (error) {
        // Its claim runs out and it is tried again.
        logger.error({ err: error, send: send._id }, 'message not sent; it will be tried again');
      }
    }
  }

  async function work(): Promise<void> {
    do {
      again = false;
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, turn) => workOff(turn === 0)));
    } while (again && !stopped);
  }

  async function drain(): Promise<void> {
    again = true;
    running ??= work().finally(() => {
      running = null;
    });
    await running;
  }

  const wake = (): void => {
    drain().catch((error: unknown) => logger.error({ err: error }, 'message queue not read; it is read again in a second'));
  };

  return {
    wake: () => {
      if (timer && !stopped) wake();
    },
    drain,
    start() {
      timer = setInterval(wake, LOOK_EVERY_MS);
      timer.unref();
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
