import type { INSPECTION_KINDS } from '../../../contracts/api/quality';
import { accepted, type Outcome, refused } from '../../../platform';

export type InspectionKind = (typeof INSPECTION_KINDS)[number];
export type InspectionState = 'open' | 'passed' | 'failed' | 'withdrawn';
/** What somebody says of it. */
export type Verdict = { readonly result: 'passed' | 'failed'; readonly reason: string | null; readonly inspectorId: string };
export type VerdictRefusal =
  | { readonly code: 'inspection_not_open'; readonly state: InspectionState }
  | { readonly code: 'concession_pending' }
  | { readonly code: 'four_eyes' }
  | { readonly code: 'reason_required' };

/**
 * Who made a piece or started on one does not inspect it (B-6.4); a failure says why; the first verdict counts. What a
 * concession was asked for is decided by somebody else, and cannot be ticked away meanwhile (B-6.2).
 */
export function judge(
  inspection: { readonly state: InspectionState; readonly concession?: { readonly state: string } | null },
  producerIds: readonly string[],
  { result, reason, inspectorId }: Verdict,
): Outcome<'passed' | 'failed', VerdictRefusal> {
  if (inspection.state !== 'open') return refused({ code: 'inspection_not_open', state: inspection.state });
  if (inspection.concession?.state === 'pending') return refused({ code: 'concession_pending' });
  if (producerIds.includes(inspectorId)) return refused({ code: 'four_eyes' });
  if (result === 'failed' && !reason) return refused({ code: 'reason_required' });
  return accepted(result);
}
