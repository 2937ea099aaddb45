import { DateTime } from 'luxon';
import type { Translate } from '../server/platform';

/** Instants as a chat says them, in factory time. */
export type ChatClock = {
  /** `11-24` */
  day(instant: string): string;
  /** `11-24 10:32` */
  moment(instant: string): string;
  /** `12 分`, `16.1 h`, up to now */
  since(instant: string): string;
};

export function chatClock(timeZone: string, now: Date, t: Translate): ChatClock {
  const at = (instant: string) => DateTime.fromISO(instant, { zone: timeZone });
  return {
    day: (instant) => at(instant).toFormat('MM-dd'),
    moment: (instant) => at(instant).toFormat('MM-dd HH:mm'),
    since(instant) {
      const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(instant)) / 60_000));
      return minutes < 90 ? t('bot:duration.minutes', { minutes }) : t('bot:duration.hours', { hours: (minutes / 60).toFixed(1) });
    },
  };
}
