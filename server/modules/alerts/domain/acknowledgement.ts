import { accepted, type Outcome, refused } from '../../../platform';

export type AlertState = {
  readonly state: 'open' | 'acknowledged' | 'resolved';
  readonly acknowledgedById: string | null;
  readonly resolvedAt: Date | null;
};
export type AcknowledgementRefusal = { readonly code: 'alert_not_open'; readonly state: string; readonly resolvedAt: string | null };

/** One person has it. A second tap of theirs is fine, somebody else's learns who, and what is over stays over (B-11.15). */
export function decideAcknowledgement(alert: AlertState, personId: string): Outcome<{ readonly changed: boolean }, AcknowledgementRefusal> {
  if (alert.state === 'open') return accepted({ changed: true });
  if (alert.state === 'acknowledged' && alert.acknowledgedById === personId) return accepted({ changed: false });
  return refused({ code: 'alert_not_open', state: alert.state, resolvedAt: alert.resolvedAt?.toISOString() ?? null });
}
