import { DateTime } from 'luxon';
import { businessDateOf, type Calendar } from '../modules/identity';

export const DEMO_TIME_ZONE = 'Asia/Shanghai';
/** How far back the shift goes that is under way: long enough that everybody has made something today. */
export const SHIFT_MINUTES = 300;
const MORNING_CUT = 7 * 60 + 30;

/**
 * The calendar of a factory that is opened now, in the middle of a shift whatever the hour: its day begins at 07:30, or at midnight when
 * the morning is too young for anybody to have made much.
 */
export function demoCalendar(now: Date): Calendar {
  const local = DateTime.fromJSDate(now, { zone: DEMO_TIME_ZONE });
  const minutes = local.hour * 60 + local.minute;
  const young = minutes >= MORNING_CUT && minutes < MORNING_CUT + SHIFT_MINUTES;
  return { timeZone: DEMO_TIME_ZONE, dayCutMinutes: young ? 0 : MORNING_CUT };
}

/** A moment on the factory's clock, so and so many business days before today; days to come are below zero. Between 08:00 and midnight. */
export function momentOn(calendar: Calendar, now: Date, daysAgo: number, clock: string): Date {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return DateTime.fromISO(businessDateOf(calendar, now), { zone: calendar.timeZone })
    .minus({ days: daysAgo })
    .set({ hour, minute })
    .toJSDate();
}
