import type { ShiftSummaryDto } from '../../contracts/api/reporting';
import type { BusinessDate } from '../../contracts/business-date';
import { businessDayOf, type FactorySettings } from '../identity';
import { sharedMinutes } from './domain/shared-minutes';
import { type WorkSegment, WorkSegmentModel } from './models/work-segment.model';

/**
 * A person's minutes at work within one business day, and what each operation had of them (B-1.17). Work that runs over the day cut has
 * its part in both days (B-11.1), so that no minute is counted twice or lost.
 */
export async function minutesOf(
  factory: FactorySettings,
  personId: string,
  date: BusinessDate,
  now: Date,
): Promise<Pick<ShiftSummaryDto, 'minutes' | 'shares'>> {
  const { from, to } = businessDayOf(factory, date);
  const segments = await WorkSegmentModel.find({
    factoryId: factory.id,
    personId,
    $or: [{ endedAt: null }, { endedAt: { $gt: from } }],
    startedAt: { $lt: to },
  })
    .sort({ startedAt: 1 })
    .lean<WorkSegment[]>();
  const within = (moment: Date): Date => new Date(Math.min(Math.max(moment.getTime(), from.getTime()), to.getTime()));
  const minutes = sharedMinutes(
    segments.map(({ operationId, startedAt, endedAt }) => ({
      operationId,
      startedAt: within(startedAt),
      endedAt: within(endedAt ?? (now < startedAt ? startedAt : now)),
    })),
    now,
  );
  const operations = new Map(segments.map((segment) => [segment.operationId, segment]));
  return {
    minutes: [...minutes.values()].reduce((total, share) => total + share, 0),
    shares: [...operations.values()].map(({ operationId, operationName, orderNo }) => ({
      operationId,
      operationName,
      orderNo,
      minutes: minutes.get(operationId) ?? 0,
    })),
  };
}
