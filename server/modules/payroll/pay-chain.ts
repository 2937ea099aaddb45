import { lastOf } from './domain/pay-line';
import { type PayLine, PayLineModel } from './models/pay-line.model';

export const idOfLine = (line: Pick<PayLine, '_id'>): string => line._id.toHexString();

/** Where the pay of a report stands: the last line of its chain, null when nothing is booked yet. */
export async function lastLineOf(factoryId: string, reportId: string): Promise<PayLine | null> {
  return lastOf(await PayLineModel.find({ factoryId, reportId }).lean<PayLine[]>(), idOfLine);
}

/** Which of some reports have a line already. */
export async function reportsWithLines(factoryId: string, reportIds: readonly string[]): Promise<Set<string>> {
  const lines = await PayLineModel.find({ factoryId, reportId: { $in: [...reportIds] } }, { reportId: 1 }).lean<
    Pick<PayLine, 'reportId'>[]
  >();
  return new Set(lines.map(({ reportId }) => reportId));
}
