/**
 * The server's time as far as this phone knows it. Phones in a workshop run minutes off, and a report from the future is refused
 * (B-11.2), so the difference is measured at each contact.
 */
let serverAheadMs = 0;

/** `dateHeader` is the answer's `Date`, in whole seconds; half of the time on the way is given to the way back. */
export function measureClock(dateHeader: string, askedAtMs: number, answeredAtMs: number): void {
  const serverMs = Date.parse(dateHeader);
  if (Number.isNaN(serverMs)) return;
  const difference = serverMs + 500 - (askedAtMs + answeredAtMs) / 2;
  // The header counts whole seconds, so a smaller difference is no knowledge.
  serverAheadMs = Math.abs(difference) < 2_000 ? 0 : Math.round(difference);
}

export function serverNow(): Date {
  return new Date(Date.now() + serverAheadMs);
}
