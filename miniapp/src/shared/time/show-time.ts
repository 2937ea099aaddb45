import { timeText } from './texts';

const MINUTE_MS = 60_000;

/** Time of day on the phone's own clock face: `10:32`. No Intl: WeChat on Android has none. */
export function timeOfDay(instant: string): string {
  const at = new Date(instant);
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
}

/** `10:32:05`. */
export function timeOfDayWithSeconds(instant: string): string {
  return `${timeOfDay(instant)}:${twoDigits(new Date(instant).getSeconds())}`;
}

/** `11-24`. */
export function monthAndDay(instant: string): string {
  const at = new Date(instant);
  return `${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}

/** The time of day when it is today, with the day before it otherwise. */
export function shortMoment(instant: string, now: Date): string {
  const at = new Date(instant);
  return at.toDateString() === now.toDateString() ? timeOfDay(instant) : `${monthAndDay(instant)} ${timeOfDay(instant)}`;
}

/** Running time as a stopwatch shows it, hours and minutes: `00:42`. */
export function stopwatch(since: string, now: Date): string {
  const minutes = minutesBetween(since, now);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** How long something has lasted, in words: `12 分`, from two hours on `16.1 h`. */
export function lasted(since: string, now: Date): string {
  const minutes = minutesBetween(since, now);
  if (minutes < 1) return timeText('just_now');
  return minutes < 120 ? timeText('minutes', { count: minutes }) : timeText('hours', { hours: (minutes / 60).toFixed(1) });
}

function minutesBetween(since: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / MINUTE_MS));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
