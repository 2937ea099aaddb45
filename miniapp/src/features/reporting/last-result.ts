import type { ReportReceiptDto } from '@contracts/api/reporting';
import type { WorkFacts } from '@/shared/offline/queued-work';
import { isRecord, readStored, writeStored } from '@/shared/storage/device-storage';

/** What the result page shows: the server's receipt, or that the report is on the phone. */
export type ReportResult = {
  readonly personId: string;
  readonly workOrderId: string;
  readonly facts: WorkFacts;
  readonly unit: string;
  /** The press that was kept on the phone; null when the server answered at once. */
  readonly key: string | null;
  /** Null while the server has not answered. */
  readonly receipt: ReportReceiptDto | null;
};

const NAME = 'last-result';

/** Kept on the phone, because a phone that falls dark between the press and the look must still show what came of it. */
export function keepResult(result: ReportResult): void {
  try {
    writeStored(NAME, result);
  } catch (problem) {
    // The report itself is safe; only the page that tells of it would be empty.
    console.warn('result not kept', problem);
  }
}

export function lastResult(personId: string): ReportResult | null {
  const result = readStored(NAME, (stored): stored is ReportResult => isRecord(stored) && isRecord(stored.facts));
  return result?.personId === personId ? result : null;
}
