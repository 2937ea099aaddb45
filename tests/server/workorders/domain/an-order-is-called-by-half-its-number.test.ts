import fc from 'fast-check';
import { orderNoCalled, orderNoContaining } from '../../../../server/modules/workorders/domain/order-called';

test.each([
  ['312', 'WO-0312', true],
  ['0312', 'WO-0312', true],
  ['wo312', 'WO-0312', true],
  ['WO 0312', 'WO-0312', true],
  ['ＷＯ－０３１２', 'WO-0312', true],
  ['312', 'WO-1312', false],
  ['312', 'WO-03120', false],
  ['12', 'WO-0312', false],
  ['so312', 'WO-0312', false],
  ['20261122 7', 'wo-20261122-0007', true],
  ['工单7', '工单-007', true],
  ['0', 'WO-000', true],
])('%s for %s: %s', (said, orderNo, meant) => {
  expect(orderNoCalled(said)?.test(orderNo) ?? false).toBe(meant);
});

test('what is typed is never a pattern', () => {
  for (const said of ['.*', '(', '^$', '', '   ', '🙂']) expect([said, orderNoCalled(said)]).toEqual([said, null]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (said) => {
      expect(() => [orderNoCalled(said)?.test('WO-0312'), orderNoContaining(said)?.test('WO-0312')]).not.toThrow();
    }),
  );
});

test('whatever the number is, it is found by itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z]{1,4}[-_/ ]?\d{1,8}(-\d{1,4})?$/), (orderNo) => {
      expect(orderNoCalled(orderNo)?.test(orderNo)).toBe(true);
      expect(orderNoCalled(orderNo.toLowerCase().replace(/^([a-z]+)[-_/ ]/, '$1'))?.test(orderNo)).toBe(true);
    }),
  );
});
