import { LRUCache } from 'lru-cache';
import { DateTime, IANAZone } from 'luxon';
import type { BusinessDate } from '../../../contracts/business-date';

export type Calendar = { readonly timeZone: string; readonly dayCutMinutes: number };

/** The business day an instant belongs to: a night shift's 02:30 is still yesterday, in the factory's zone, never the server's (B-11.1). */
export function businessDateOf(calendar: Calendar, instant: Date): BusinessDate {
  const clock = wallClock(calendar.timeZone, instant);
  const minutes = Math.floor((clock % DAY_MS) / 60_000);
  return dateOf(minutes < calendar.dayCutMinutes ? clock - DAY_MS : clock);
}

/** When a business day begins and ends: from one day cut to the next. */
export function businessDayOf(calendar: Calendar, date: BusinessDate): { readonly from: Date; readonly to: Date } {
  const midnight = DateTime.fromISO(date, { zone: calendar.timeZone });
  const cut = { hours: Math.floor(calendar.dayCutMinutes / 60), minutes: calendar.dayCutMinutes % 60 };
  return { from: midnight.plus(cut).toJSDate(), to: midnight.plus({ days: 1 }).plus(cut).toJSDate() };
}

/** The day on the factory's wall calendar, from midnight to midnight; prices change with it (B-8.1). */
export function calendarDateOf(calendar: Calendar, instant: Date): BusinessDate {
  return dateOf(wallClock(calendar.timeZone, instant));
}

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
// Clocks are changed on a quarter of an hour, so within one the offset is the same; every report asks for it.
const offsets = new LRUCache<string, number>({ max: 1_000 });

/** What a clock on the wall shows, as if it were UTC, in milliseconds. */
function wallClock(timeZone: string, instant: Date): number {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS) * QUARTER_MS;
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  const minutes = known ?? IANAZone.create(timeZone).offset(quarter);
  if (known === undefined) offsets.set(key, minutes);
  return instant.getTime() + minutes * 60_000;
}

const dateOf = (clock: number): BusinessDate => new Date(clock).toISOString().slice(0, 10);
