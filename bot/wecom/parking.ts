/** The platform blocks for the rest of the window that overflowed and does not say which: minute, hour, day. */
const STEPS_MS = [60_000, 3_600_000, 24 * 3_600_000];

/** Remembers which API is blocked for frequency (45009), so that nobody knocks on it meanwhile. */
export function createParking(clock: () => Date) {
  const parked = new Map<string, { until: number; step: number }>();
  return {
    remainingMs(path: string): number {
      return Math.max(0, (parked.get(path)?.until ?? 0) - clock().getTime());
    },
    /** Blocks, one step longer each time in a row. Returns for how long, in ms. */
    park(path: string): number {
      const step = Math.min((parked.get(path)?.step ?? -1) + 1, STEPS_MS.length - 1);
      const waitMs = STEPS_MS[step] ?? 60_000;
      parked.set(path, { until: clock().getTime() + waitMs, step });
      return waitMs;
    },
    release(path: string) {
      parked.delete(path);
    },
  };
}
