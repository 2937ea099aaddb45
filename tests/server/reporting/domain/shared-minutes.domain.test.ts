import fc from 'fast-check';
import { sharedMinutes } from '../../../../server/modules/reporting/domain/shared-minutes';

const eight = Date.parse('2026-11-22T00:00:00Z');
const minute = (count: number) => new Date(eight + count * 60_000);
const at = (operationId: string, from: number, to: number | null) => ({
  operationId,
  startedAt: minute(from),
  endedAt: to === null ? null : minute(to),
});
const shares = (...stretches: ReturnType<typeof at>[]) => Object.fromEntries(sharedMinutes(stretches, minute(120)));

test('B-1.17 two machines side by side for an hour: half an hour each, not two hours', () => {
  expect(shares(at('a', 0, 60), at('b', 0, 60))).toEqual({ a: 30, b: 30 });
});

test('B-1.17 the second machine joins half-way, the first is still running', () => {
  expect(shares(at('a', 0, null), at('b', 60, 120))).toEqual({ a: 90, b: 30 });
});

test('B-1.17 an hour on seven machines is sixty minutes, the odd ones with the first', () => {
  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => at(id, 0, 60));
  expect(Object.values(shares(...seven))).toEqual([9, 9, 9, 9, 8, 8, 8]);
});

test('the same operation twice over counts once, a pause not at all, nothing is nothing', () => {
  expect(shares(at('a', 0, 60), at('a', 30, 60), at('a', 80, 90))).toEqual({ a: 70 });
  expect(shares(at('a', 5, 5))).toEqual({ a: 0 });
  expect(shares()).toEqual({});
});

test('B-1.17, B-10.4 whatever overlaps, the shares add up to the whole minutes that went by, and none is more than its own stretch', () => {
  const ms = fc.integer({ min: 0, max: 10 * 3_600_000 });
  const stretch = fc.record({ operationId: fc.constantFrom('a', 'b', 'c', 'd'), from: ms, length: fc.integer({ min: 0, max: 3_600_000 }) });
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 12 }), (drawn) => {
      const stretches = drawn.map(({ operationId, from, length }) => ({
        operationId,
        startedAt: new Date(eight + from),
        endedAt: new Date(eight + from + length),
      }));
      const minutes = sharedMinutes(stretches, new Date(eight));
      const total = [...minutes.values()].reduce((sum, one) => sum + one, 0);
      expect(total).toBe(Math.floor(coveredMs(drawn) / 60_000));
      for (const [operationId, share] of minutes) {
        expect(share).toBeLessThanOrEqual(Math.ceil(coveredMs(drawn.filter((one) => one.operationId === operationId)) / 60_000));
      }
    }),
    { numRuns: 500 },
  );
});

/** The time that at least one stretch covers, reckoned another way: by joining what touches. */
function coveredMs(stretches: readonly { from: number; length: number }[]): number {
  let covered = 0;
  let reached = -1;
  for (const { from, length } of [...stretches].sort((a, b) => a.from - b.from)) {
    const to = from + length;
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered;
}
