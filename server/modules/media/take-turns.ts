import { AppError } from '../../platform';

/** At most `most` at work, at most `queue` waiting; whoever comes after them is told that the server is busy. */
export function takeTurns(most: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= most) {
      if (waiting.length >= queue) throw new AppError('busy');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else working += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else working -= 1;
    }
  };
}
