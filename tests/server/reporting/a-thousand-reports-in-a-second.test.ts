import { nextReportNo } from '../../../server/modules/reporting/report-number';

const NOON = new Date('2026-11-22T04:00:00.000Z');

test('ten thousand reports of one second, with as many tries again, have a number each', () => {
  const numbers = Array.from({ length: 20_000 }, () => nextReportNo(NOON));
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toMatch(/^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/);
});

test('what comes a second later has a number that stands later', () => {
  const later = new Date(NOON.getTime() + 1_000);
  for (let turn = 0; turn < 1_000; turn++) expect(nextReportNo(NOON) < nextReportNo(later)).toBe(true);
});
