/** A due date is a day to people and an instant to the server: the end of that day's shift, by the clock of whoever plans. */
const END_OF_DAY = '18:00:00';

/** `2026-11-28` as an instant with offset. */
export function dueInstant(day: string): string {
  const at = new Date(`${day}T${END_OF_DAY}`);
  const minutes = -at.getTimezoneOffset();
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${day}T${END_OF_DAY}${offset}`;
}

/** The day of an instant as a date field wants it. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const two = (value: number) => String(value).padStart(2, '0');
