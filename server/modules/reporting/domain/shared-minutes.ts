/** A stretch of work of one person; `endedAt` null while it runs. */
export type Stretch = { readonly operationId: string; readonly startedAt: Date; readonly endedAt: Date | null };

const MINUTE_MS = 60_000;

/**
 * How many minutes of a person's time each operation had (B-1.17). Where several ran side by side, the time is shared between them, so
 * that the shares add up to the minutes that really went by and nobody works two hours in one. Whole minutes by largest remainder
 * (B-10.4); what is not a full minute in all is not counted. Stretches at one operation that overlap count once.
 */
export function sharedMinutes(stretches: readonly Stretch[], now: Date): ReadonlyMap<string, number> {
  const spans = stretches.map(({ operationId, startedAt, endedAt }) => ({
    operationId,
    from: startedAt.getTime(),
    to: (endedAt ?? now).getTime(),
  }));
  const moments = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const shares = new Map(spans.map(({ operationId }) => [operationId, 0]));
  moments.slice(1).forEach((end, index) => {
    const start = moments[index] ?? end;
    const running = [...new Set(spans.filter(({ from, to }) => from <= start && to >= end).map(({ operationId }) => operationId))].sort();
    // Milliseconds that do not divide go to the first ones, one each: no time is lost or made.
    running.forEach((operationId, place) => {
      const share = Math.floor((end - start) / running.length) + (place < (end - start) % running.length ? 1 : 0);
      shares.set(operationId, (shares.get(operationId) ?? 0) + share);
    });
  });
  return wholeMinutes(shares);
}

function wholeMinutes(shares: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const minutes = new Map([...shares].map(([operationId, ms]) => [operationId, Math.floor(ms / MINUTE_MS)]));
  const whole = Math.floor(sum([...shares.values()]) / MINUTE_MS);
  const byRemainder = [...shares].sort(([a, one], [b, other]) => (other % MINUTE_MS) - (one % MINUTE_MS) || (a < b ? -1 : 1));
  const left = whole - sum([...minutes.values()]);
  for (const [operationId] of byRemainder.slice(0, left)) minutes.set(operationId, (minutes.get(operationId) ?? 0) + 1);
  return minutes;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
