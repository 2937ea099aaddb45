import {
  capQty,
  inFlowOrder,
  operationOf,
  readyQty,
  releasedQty,
  targetQty,
} from '../../../../server/modules/workorders/domain/order-flow';
import type { OrderState } from '../../../../server/modules/workorders/domain/order-state';
import { afterEndOf, following, inLotsFrom, operation, order, pieces } from './order-fixture';

const ready = (of: OrderState, id: string) => readyQty(of, operationOf(of, id));
const target = (of: OrderState, id: string) => targetQty(of, operationOf(of, id));

describe('how much an order allows in all', () => {
  test('B-1.2 planned 100 and 5 % is 105', () => {
    expect(capQty(order([]))).toBe(pieces(105));
  });

  test('B-1.2 planned 33 whole pieces and 5 % is 34.65, so 34', () => {
    expect(capQty(order([], { plannedQty: pieces(33) }))).toBe(pieces(34));
  });

  test('B-1.2 a unit with one decimal keeps one: 34.6', () => {
    expect(capQty(order([], { plannedQty: pieces(33), unitDecimals: 1 }))).toBe(346_000);
  });

  test('B-1.2, B-1.16 approved and made-up pieces come on top', () => {
    expect(capQty(order([], { overProductionQty: pieces(10), makeUpQty: pieces(3) }))).toBe(pieces(118));
  });

  test('B-10.1 the largest order is still exact', () => {
    expect(capQty(order([], { plannedQty: 1_000_000_000_000, overProductionRate: 9_999, unitDecimals: 4 }))).toBe(1_999_900_000_000);
  });
});

describe('B-1.4 how many may I do now', () => {
  test('op10 good 40 of 100: op20 may do 40; after 25 of them, 15', () => {
    const first = operation('op10', { goodQty: pieces(40) });
    expect(ready(order([first, operation('op20', following('op10'))]), 'op20')).toBe(pieces(40));
    expect(ready(order([first, operation('op20', { ...following('op10'), goodQty: pieces(25) })]), 'op20')).toBe(pieces(15));
  });

  test('scrap and rework of op20 use its input up as good does', () => {
    const used = operation('op20', { ...following('op10'), goodQty: pieces(20), scrapQty: pieces(3), inReworkQty: pieces(2) });
    expect(ready(order([operation('op10', { goodQty: pieces(40) }), used]), 'op20')).toBe(pieces(15));
  });

  test('scrap of op10 is not handed over', () => {
    const first = operation('op10', { goodQty: pieces(40), scrapQty: pieces(10), inReworkQty: pieces(5) });
    expect(ready(order([first, operation('op20', following('op10'))]), 'op20')).toBe(pieces(40));
  });

  test('B-1.11 two predecessors with 40 and 30 leave 30', () => {
    const parallel = [operation('op10', { goodQty: pieces(40) }), operation('op11', { goodQty: pieces(30) })];
    expect(ready(order([...parallel, operation('op20', following('op10', 'op11'))]), 'op20')).toBe(pieces(30));
  });

  test('never below zero, even when what was handed over has shrunk', () => {
    const reopened = operation('op10', { goodQty: pieces(40), status: 'on_hold' });
    expect(ready(order([reopened, operation('op20', { ...afterEndOf('op10'), goodQty: pieces(12) })]), 'op20')).toBe(0);
  });
});

describe('B-1.5 how one operation waits for another', () => {
  const op20 = operation('op20', afterEndOf('op10'));
  test('finish-to-start: nothing at 99 of 100', () => {
    expect(ready(order([operation('op10', { goodQty: pieces(99) }), op20]), 'op20')).toBe(0);
  });

  test('finish-to-start: all 99 when op10 is finished', () => {
    const finished = operation('op10', { goodQty: pieces(99), scrapQty: pieces(1), status: 'finished' });
    expect(ready(order([finished, op20]), 'op20')).toBe(pieces(99));
  });

  test.each([
    [19, 0],
    [20, 20],
    [45, 40],
  ])('lots of 20: of %i good, %i have gone on', (good, gone) => {
    const inLots = order([operation('op10', { goodQty: pieces(good) }), operation('op20', inLotsFrom('op10', 20))]);
    expect(releasedQty(inLots, operationOf(inLots, 'op20'))).toBe(pieces(gone));
  });

  test('lots of 20: the odd rest goes on when op10 is finished', () => {
    const finished = operation('op10', { goodQty: pieces(45), status: 'finished' });
    expect(ready(order([finished, operation('op20', inLotsFrom('op10', 20))]), 'op20')).toBe(pieces(45));
  });
});

describe('B-1.6 what an operation is to make', () => {
  test('op10 good 98, scrap 2: op20 shows 98, not 100', () => {
    const finished = operation('op10', { goodQty: pieces(98), scrapQty: pieces(2), status: 'finished' });
    expect(target(order([finished, operation('op20', following('op10'))]), 'op20')).toBe(pieces(98));
  });

  test('halfway, with 2 scrapped of 50, it already expects 98', () => {
    const halfway = operation('op10', { goodQty: pieces(48), scrapQty: pieces(2) });
    expect(target(order([halfway, operation('op20', following('op10'))]), 'op20')).toBe(pieces(98));
  });

  test('over-production of op10 is for op20 to make too', () => {
    const more = operation('op10', { goodQty: pieces(104), scrapQty: pieces(1), status: 'finished' });
    expect(target(order([more, operation('op20', following('op10'))]), 'op20')).toBe(pieces(104));
  });

  test('scrap of every operation adds up down the flow', () => {
    const flow = [
      operation('op10', { scrapQty: pieces(2) }),
      operation('op20', { ...following('op10'), scrapQty: pieces(3) }),
      operation('op30', following('op20')),
    ];
    expect(target(order(flow), 'op30')).toBe(pieces(95));
  });
});

describe('the order of the flow', () => {
  test('comes from the links, not from where operations are stored', () => {
    const stored = [operation('op30', following('op10', 'op20')), operation('op20', following('op10')), operation('op10')];
    expect(inFlowOrder(stored).map(({ id }) => id)).toEqual(['op10', 'op20', 'op30']);
  });

  test('a circle is said out loud, not gone round for ever', () => {
    expect(() => inFlowOrder([operation('op10', following('op20')), operation('op20', following('op10'))])).toThrow('circle');
  });
});
