import type { Server } from 'node:http';
import type { Logger } from 'pino';

const LONGEST_STOP_MS = 10_000;
const CLOSE_IDLE_MS = 100;

type Stop = {
  readonly server: Server;
  readonly logger: Logger;
  /** When the signal comes: nobody is to be sent here any more. */
  readonly atOnce: () => void;
  /** When the last answer has gone, one after another. */
  readonly afterwards: readonly (() => Promise<unknown>)[];
};

/** A signal takes no new requests, finishes those under way and then everything else; what takes too long is cut off. */
export function stopOnSignal({ server, logger, atOnce, afterwards }: Stop): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping: no new requests, the ones under way are finished');
    setTimeout(() => {
      logger.error('did not stop in time; what was under way is cut off');
      process.exit(1);
    }, LONGEST_STOP_MS).unref();
    atOnce();
    // A connection whose request is answered now is idle from then on, and would be waited for.
    const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
    server.close(() => {
      clearInterval(closing);
      inTurn(afterwards).then(
        () => process.exit(0),
        (error) => {
          logger.error({ err: error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function inTurn(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) await step();
}
