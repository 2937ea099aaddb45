import { DateTime } from 'luxon';
import type { BusinessDate } from '../../../contracts/business-date';

export type Calendar = { readonly timeZone: string; readonly dayCutMinutes: number };

/** The business day an instant belongs to: a night shift's 02:30 is still yesterday, in the factory's zone, never the server's (B-11.1). */
export function businessDateOf(calendar: Calendar, instant: Date): BusinessDate {
  const local = DateTime.fromJSDate(instant, { zone: calendar.timeZone });
  const minutes = local.hour * 60 + local.minute;
  return (minutes < calendar.dayCutMinutes ? local.minus({ days: 1 }) : local).toFormat('yyyy-MM-dd');
}

/** When a business day begins and ends: from one day cut to the next. */
export function businessDayOf(calendar: Calendar, date: BusinessDate): { readonly from: Date; readonly to: Date } {
  const midnight = DateTime.fromISO(date, { zone: calendar.timeZone });
  const cut = { hours: Math.floor(calendar.dayCutMinutes / 60), minutes: calendar.dayCutMinutes % 60 };
  return { from: midnight.plus(cut).toJSDate(), to: midnight.plus({ days: 1 }).plus(cut).toJSDate() };
}

/** The day on the factory's wall calendar, from midnight to midnight; prices change with it (B-8.1). */
export function calendarDateOf(calendar: Calendar, instant: Date): BusinessDate {
  return DateTime.fromJSDate(instant, { zone: calendar.timeZone }).toFormat('yyyy-MM-dd');
}
