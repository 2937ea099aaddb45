import fc from 'fast-check';
import { decideHold } from '../../../../server/modules/workorders/domain/hold';
import { decideMerge } from '../../../../server/modules/workorders/domain/merge';
import { capQty, operationOf, processedQty } from '../../../../server/modules/workorders/domain/order-flow';
import type { OrderState } from '../../../../server/modules/workorders/domain/order-state';
import { decideSplit, nextPartNo, splittableQty } from '../../../../server/modules/workorders/domain/split';
import { following, must, now, operation, order, pieces, refusalOf } from './order-fixture';

const stop = { byId: 'liu', byName: '刘计划', at: now, reason: 'r', mergedInto: 'WO-1' };
let next = 0;
const newId = () => `new${next++}`;

/** 100 planned, `begun` of them through op10. */
const started = (begun: number, has: Partial<OrderState> = {}) =>
  order(
    [
      operation('op10', begun > 0 ? { goodQty: pieces(begun) } : { status: 'not_started' }),
      operation('op20', { ...following('op10'), status: 'not_started', finalRelease: { state: 'due', since: null } }),
    ],
    has,
  );

const split = (from: OrderState, qty: number) => {
  const { left, part } = must(decideSplit(from, pieces(qty), newId, now));
  const made: OrderState = { ...from, ...part, id: newId(), orderNo: 'WO-1-001', status: 'released', makeUpQty: 0, overProductionQty: 0 };
  return [left.order, made] as const;
};

describe('B-1.12 splitting', () => {
  test('100 into 60 and 40: planned adds up, what is made stays, the part is not begun', () => {
    const [left, part] = split(started(55), 40);
    expect([left.plannedQty, part.plannedQty]).toEqual([pieces(60), pieces(40)]);
    expect(operationOf(left, 'op10').goodQty).toBe(pieces(55));
    expect(part.operations.every((one) => processedQty(one) === 0 && one.status === 'not_started')).toBe(true);
  });

  test('only what nobody has begun is split off: with 70 through op10, 30 may go and 31 may not', () => {
    expect(split(started(70), 30)[0].operations[0]?.status).toBe('finished');
    expect(refusalOf(decideSplit(started(70), pieces(31), newId, now))).toMatchObject({ code: 'split_above_free', freeQty: '30' });
  });

  test('one piece at least stays, half a piece does not go, and a closed order is not split', () => {
    expect(splittableQty(started(0))).toBe(pieces(99));
    expect(refusalOf(decideSplit(started(0), pieces(0.5), newId, now)).code).toBe('quantity_not_in_unit');
    expect(refusalOf(decideSplit(started(0, { status: 'closed' }), pieces(1), newId, now)).code).toBe('order_not_open');
  });

  test('the part’s operations depend on each other, not on those of the order', () => {
    const [, part] = split(started(0), 40);
    expect(part.operations[1]?.predecessors[0]?.operationId).toBe(part.operations[0]?.id);
    expect(part.operations.map(({ id }) => id)).not.toContain('op10');
  });

  test('parts are numbered after the greatest there ever was; parts of parts take the same root', () => {
    expect(nextPartNo('WO-1', [])).toBe('WO-1-001');
    expect(nextPartNo('WO-1', ['WO-1-001', 'WO-1-007', 'WO-1-x'])).toBe('WO-1-008');
  });
});

describe('B-1.12 merging', () => {
  const other = (has: Partial<OrderState> = {}) => started(0, { id: 'other', orderNo: 'WO-2', plannedQty: pieces(40), ...has });

  test('takes the whole of the other in, which ends and says where it went', () => {
    const merged = must(decideMerge(started(55), other(), stop, now));
    expect(merged.into.plannedQty).toBe(pieces(140));
    expect(merged.other).toMatchObject({ status: 'cancelled', halt: { mergedInto: 'WO-1', byName: '刘计划' } });
  });

  test.each([
    ['item', { itemCode: 'P-2' }, 'itemCode'],
    ['version of the routing', { routingVersion: 2 }, 'routingVersion'],
    ['workshop', { workshopId: 'w2' }, 'workshopId'],
    ['share on top', { overProductionRate: 0 }, 'overProductionRate'],
    ['standing: one is a draft', { status: 'draft' }, 'status'],
    ['way, though of the same version', { operations: [operation('op10', { status: 'not_started' })] }, 'operations'],
  ] as const)('not with another %s', (_, has, field) => {
    expect(refusalOf(decideMerge(started(0), other(has as Partial<OrderState>), stop, now))).toMatchObject({
      code: 'orders_differ',
      fields: [field],
    });
  });

  test('what has been begun is not taken in, nor one that is closed, nor an order into itself', () => {
    const begun = other({ operations: started(3).operations });
    expect(refusalOf(decideMerge(started(0), begun, stop, now))).toMatchObject({ code: 'merge_of_begun', orderNo: 'WO-2' });
    expect(refusalOf(decideMerge(started(0), other({ status: 'closed' }), stop, now)).code).toBe('order_not_open');
    expect(refusalOf(decideMerge(started(0), must(decideHold(other(), stop)).order, stop, now)).code).toBe('order_not_open');
    expect(refusalOf(decideMerge(started(0), started(0), stop, now)).code).toBe('orders_differ');
  });
});

test('B-1.12 whatever is split and merged, planned, good, scrap and rework add up, and nobody may make more than before', () => {
  const step = fc.record({
    what: fc.constantFrom('split', 'merge'),
    one: fc.nat(9),
    other: fc.nat(9),
    qty: fc.integer({ min: 1, max: 60 }),
  });
  const begun = fc.record({ good: fc.nat(60), scrap: fc.nat(20), rework: fc.nat(20), next: fc.nat(60) });
  fc.assert(
    fc.property(begun, fc.array(step, { maxLength: 30 }), fc.constantFrom(0, 500, 1234), (made, steps, overProductionRate) => {
      const first = started(0, { overProductionRate });
      const op10 = {
        goodQty: pieces(made.good),
        scrapQty: pieces(made.scrap),
        inReworkQty: pieces(made.rework),
        status: 'on_hold' as const,
      };
      const op20 = { goodQty: pieces(Math.min(made.next, made.good)), status: 'on_hold' as const };
      const operations = first.operations.map((one, index) => ({ ...one, ...(index === 0 ? op10 : op20) }));
      let orders: OrderState[] = [{ ...first, operations }];
      const before = sums(orders);
      for (const { what, one, other, qty } of steps) {
        const a = orders[one % orders.length];
        const b = orders[other % orders.length];
        if (!a || !b) continue;
        if (what === 'split') {
          const decision = decideSplit(a, pieces(qty), newId, now);
          if (decision.kind === 'refused') continue;
          const { left, part } = decision.value;
          const fresh: OrderState = {
            ...a,
            ...part,
            id: newId(),
            status: 'released',
            makeUpQty: 0,
            overProductionQty: 0,
            completedAt: null,
          };
          orders = [...orders.filter((each) => each !== a), left.order, fresh];
        } else {
          const decision = decideMerge(a, b, stop, now);
          if (decision.kind === 'refused') continue;
          orders = [...orders.filter((each) => each !== a && each !== b), decision.value.into];
        }
        const after = sums(orders);
        expect(after.quantities).toEqual(before.quantities);
        expect(after.most).toBeLessThanOrEqual(before.most);
        for (const each of orders) {
          expect(processedQty(firstOf(each))).toBeLessThanOrEqual(capQty(each));
          expect(processedQty(secondOf(each))).toBeLessThanOrEqual(firstOf(each).goodQty);
        }
      }
    }),
    { numRuns: 200 },
  );
});

const at = (state: OrderState, index: number) => {
  const found = state.operations[index];
  if (!found) throw new Error(`no operation ${index}`);
  return found;
};
const firstOf = (state: OrderState) => at(state, 0);
const secondOf = (state: OrderState) => at(state, 1);

function sums(orders: readonly OrderState[]) {
  const total = (of: (state: OrderState) => number) => orders.reduce((sum, state) => sum + of(state), 0);
  return {
    quantities: {
      planned: total(({ plannedQty }) => plannedQty),
      ...Object.fromEntries(
        [0, 1].flatMap((index) =>
          (['goodQty', 'scrapQty', 'inReworkQty'] as const).map((field) => [
            `${index} ${field}`,
            total((state) => at(state, index)[field]),
          ]),
        ),
      ),
    },
    most: total(capQty),
  };
}
