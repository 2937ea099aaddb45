import fc from 'fast-check';
import { DEMO_TIME_ZONE, demoCalendar, momentOn, SHIFT_MINUTES } from '../../../server/demo/calendar';
import { type Told, tellTogether } from '../../../server/demo/telling';
import { businessDateOf } from '../../../server/modules/identity';

const MINUTE_MS = 60_000;
const anyMoment = fc
  .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2031-12-31T00:00:00Z'), noInvalidDate: true })
  .filter((moment) => Number.isFinite(moment.getTime()));
const ago = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * MINUTE_MS);

test('whenever it is opened, the whole shift that is told lies in today', () => {
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 0, max: SHIFT_MINUTES }), (now, minutes) => {
      const calendar = demoCalendar(now);
      expect(businessDateOf(calendar, ago(now, minutes))).toBe(businessDateOf(calendar, now));
    }),
  );
});

test('whenever it is opened, a past day is the business day it is said to be, and over before the shift began', () => {
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 8 * 60, max: 19 * 60 + 59 }), (now, daysAgo, minuteOfDay) => {
      const calendar = demoCalendar(now);
      const moment = momentOn(calendar, now, daysAgo, `${Math.floor(minuteOfDay / 60)}:${minuteOfDay % 60}`);
      const today = Date.parse(businessDateOf(calendar, now));
      expect(Date.parse(businessDateOf(calendar, moment))).toBe(today - daysAgo * 86_400_000);
      expect(moment.getTime()).toBeLessThan(ago(now, SHIFT_MINUTES).getTime());
    }),
  );
});

test.each(['America/Los_Angeles', 'Asia/Kolkata', 'UTC'])('on a server in %s the factory has the same day', (zone) => {
  const home = process.env.TZ;
  const now = new Date('2026-11-30T16:30:00Z');
  const here = demoCalendar(now);
  const yesterday = momentOn(here, now, 1, '17:00').toISOString();
  try {
    process.env.TZ = zone;
    expect(demoCalendar(now)).toEqual(here);
    expect(momentOn(here, now, 1, '17:00').toISOString()).toBe(yesterday);
    expect(here.timeZone).toBe(DEMO_TIME_ZONE);
  } finally {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  }
});

test('what happened first is told first, whichever story it belongs to', async () => {
  const told: number[] = [];
  const story = async function* (...times: number[]): Told {
    for (const time of times) {
      yield new Date(time);
      told.push(time);
    }
  };
  const after: number[] = [];
  await tellTogether([story(1, 5, 6), story(2, 3, 7), story()], async (at) => void after.push(at.getTime()));
  expect(told).toEqual([1, 2, 3, 5, 6, 7]);
  expect(after).toEqual(told);
});

test('a story that goes back in time is refused', async () => {
  const story = async function* (): Told {
    yield new Date(2);
    yield new Date(1);
  };
  await expect(tellTogether([story()], async () => undefined)).rejects.toThrow('goes back');
});
