import type { Refusal } from '../../../platform';

const HOUR_MS = 3_600_000;

export type ReportOnFile = {
  readonly kind: 'report' | 'rework' | 'reversal' | 'surplus';
  readonly personId: string;
  readonly receivedAt: Date;
};
export type Corrector = {
  readonly personId: string;
  /** A team leader puts right what others reported. */
  readonly maySpeakForOthers: boolean;
  /** An approval has been given. */
  readonly approved: boolean;
};

/** Who may put a report right, and until when by themselves; null when this one may (B-1.10). */
export function refuseCorrector(report: ReportOnFile, corrector: Corrector, rules: { now: Date; correctionHours: number }): Refusal | null {
  if (report.kind === 'reversal' || report.kind === 'surplus') return { code: 'reversal_is_final' };
  if (corrector.approved) return null;
  if (report.personId !== corrector.personId && !corrector.maySpeakForOthers) return { code: 'not_own_report' };
  const ageMs = rules.now.getTime() - report.receivedAt.getTime();
  if (ageMs <= rules.correctionHours * HOUR_MS) return null;
  return { code: 'correction_needs_approval', hours: rules.correctionHours, receivedAt: report.receivedAt.toISOString() };
}
