import fc from 'fast-check';
import { operationOf, processedQty, successorsOf, targetQty } from '../../../../server/modules/workorders/domain/order-flow';
import type { OperationState, OrderState } from '../../../../server/modules/workorders/domain/order-state';
import { scrapSurplus, surplusLines, surplusQty } from '../../../../server/modules/workorders/domain/surplus';
import { following, now, operation, order, pieces } from './order-fixture';

/** Three operations in a row, each with some of what the one before has handed on. */
const chain: fc.Arbitrary<OrderState> = fc
  .record({
    first: fc.integer({ min: 0, max: 100 }),
    shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 2 }),
    scrap: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }),
    planned: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ first, shares, scrap, planned }) => {
    const operations: OperationState[] = [];
    let handed = first;
    for (const [index, id] of ['op10', 'op20', 'op30'].entries()) {
      const taken = index === 0 ? handed : Math.floor((handed * (shares[index - 1] ?? 0)) / 100);
      const scrapped = Math.min(taken, scrap[index] ?? 0);
      handed = taken - scrapped;
      const before = index === 0 ? {} : following(index === 1 ? 'op10' : 'op20');
      operations.push(operation(id, { ...before, goodQty: pieces(handed), scrapQty: pieces(scrapped) }));
    }
    return order(operations, { plannedQty: pieces(planned) });
  });

test('B-1.18 nothing vanishes, nothing goes on that is not there, and what is still needed stays', () => {
  fc.assert(
    fc.property(chain, (before) => {
      const after = scrapSurplus(before, surplusLines(before), now).order;
      for (const one of after.operations) {
        const was = operationOf(before, one.id);
        expect(processedQty(one)).toBe(processedQty(was));
        expect(one.goodQty).toBeGreaterThanOrEqual(0);
        for (const next of successorsOf(after, one.id)) expect(processedQty(next)).toBeLessThanOrEqual(one.goodQty);
      }
      // What can still come out is what was to come out, and no more than the order is for.
      const reach = (state: OrderState) => targetQty(state, operationOf(state, 'op30')) - operationOf(state, 'op30').scrapQty;
      expect(reach(after)).toBeLessThanOrEqual(reach(before));
      expect(reach(after)).toBeGreaterThanOrEqual(Math.min(before.plannedQty, reach(before)));
      expect(surplusQty(after)).toBe(0);
      expect(surplusLines(after)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('the pieces that have come least far go first', () => {
  const made = order([operation('op10', { goodQty: pieces(70) }), operation('op20', { ...following('op10'), goodQty: pieces(65) })], {
    plannedQty: pieces(60),
  });
  expect(surplusLines(made)).toEqual([
    { operationId: 'op10', qty: pieces(5) },
    { operationId: 'op20', qty: pieces(5) },
  ]);
});
