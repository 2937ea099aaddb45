import { useEffect } from 'react';

/** Does something again and again while the page is open. */
export function useAgain(run: () => Promise<void>, everyMs = 20_000): void {
  useEffect(() => {
    const timer = setInterval(() => void run(), everyMs);
    return () => clearInterval(timer);
  }, [run, everyMs]);
}
