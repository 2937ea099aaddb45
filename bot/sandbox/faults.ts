/** What can be made to go wrong on demand. */
export const FAULT_NAMES = [
  'token_expired',
  'token_rotated',
  'rate_limited',
  'ip_refused',
  'app_disabled',
  'callback_lost',
  'callback_slow',
  'callback_doubled',
  'platform_slow',
  'platform_down',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** These happen to the next request and are then over; the others last until switched off. */
const ONCE: ReadonlySet<FaultName> = new Set(['token_expired', 'token_rotated', 'callback_lost', 'callback_slow']);

export interface Faults {
  list(): { name: FaultName; on: boolean; once: boolean }[];
  set(name: FaultName, on: boolean): void;
  /** Everything works again. */
  clear(): void;
  /** Whether it strikes now; one that strikes once is used up by asking. */
  strikes(name: FaultName): boolean;
}

export function createFaults(onChange: () => void): Faults {
  const on = new Set<FaultName>();
  const set = (name: FaultName, wanted: boolean) => {
    if (wanted) on.add(name);
    else on.delete(name);
    onChange();
  };
  return {
    list: () => FAULT_NAMES.map((name) => ({ name, on: on.has(name), once: ONCE.has(name) })),
    set,
    clear() {
      on.clear();
      onChange();
    },
    strikes(name) {
      const struck = on.has(name);
      if (struck && ONCE.has(name)) set(name, false);
      return struck;
    },
  };
}

export function isFaultName(name: unknown): name is FaultName {
  return FAULT_NAMES.some((known) => known === name);
}
