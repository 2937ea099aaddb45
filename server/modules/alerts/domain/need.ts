import type { AlertDto, AlertRule } from '../../../contracts/api/alerts';
import { RULES } from './rules';

const LOUDNESS: Readonly<Record<AlertDto['lamp'], number>> = { stop: 0, wait: 1, note: 2 };
const NEED: Readonly<Record<AlertDto['state'], number>> = { open: 0, acknowledged: 1, resolved: 2 };

/** Those that need somebody first: not taken on, then the louder lamp, then the older. */
export function inNeedOrder<A extends { readonly state: AlertDto['state']; readonly rule: AlertRule; readonly raisedAt: Date }>(
  alerts: readonly A[],
): A[] {
  return [...alerts].sort(
    (a, b) =>
      NEED[a.state] - NEED[b.state] ||
      LOUDNESS[RULES[a.rule].lamp] - LOUDNESS[RULES[b.rule].lamp] ||
      a.raisedAt.getTime() - b.raisedAt.getTime(),
  );
}
