import type { RoutingDto } from '@contracts/api/workorders';
import { fireEvent, render, screen } from '@testing-library/react';
import { PoolGroups } from '@/features/orders/components/pool-groups';
import { asItWas, dispatchable, isLookedFor, lanesOf, moved, type Work } from '@/features/orders/dispatch-lanes';
import { dayOf, dueInstant } from '@/features/orders/due-day';
import { missingQty } from '@/features/orders/missing-qty';
import { routingDifference } from '@/features/orders/routing-difference';
import { changeWords, namesOf, toneOf } from '@/features/orders/row-words';
import { operation, order, row } from './board-answers';

const wang = { id: 'wang', name: '王强' };
const li = { id: 'li', name: '李敏' };

test('moving work replaces the one it is taken from and nobody else', () => {
  const work = { order: order('WO-1'), operation: operation(10, '车', { assignedTo: [wang, li], station: { code: 'C1', name: '1 号' } }) };
  expect(lanesOf(work, 'people')).toEqual(['wang', 'li']);
  expect(moved(work, 'people', 'wang', 'zhao')).toEqual({ personIds: ['li', 'zhao'] });
  expect(moved(work, 'people', 'wang', 'li')).toEqual({ personIds: ['li'] });
  expect(moved(work, 'people', 'wang', null)).toEqual({ personIds: ['li'] });
  expect(moved(work, 'stations', 'C1', null)).toEqual({ personIds: ['wang', 'li'], stationCode: null });
  expect(asItWas(work)).toEqual({ personIds: ['wang', 'li'], stationCode: 'C1' });
});

test('what can be given out: unfinished work of orders the workshop has, what lies ready first', () => {
  const rows = [
    row(order('WO-1', { operations: [operation(10, '车', { status: 'finished' }), operation(20, '铣', { readyQty: '0' })] })),
    row(order('WO-2', { operations: [operation(10, '磨')] })),
    row(order('WO-3', { status: 'draft' })),
    row(order('WO-4', { status: 'on_hold' })),
  ];
  expect(dispatchable(rows).map((work) => `${work.order.orderNo} ${work.operation.name}`)).toEqual(['WO-2 磨', 'WO-1 铣']);
});

const routing = (version: number, operations: RoutingDto['operations']): RoutingDto => ({
  id: `r${version}`,
  itemCode: 'FL-120',
  version,
  operations,
});
const step = (seq: number, name: string, firstArticle = false) => ({ seq, name, firstArticle, finalRelease: false });

test('the difference to the master: what came, what went, which gate was added; none for the newest version', () => {
  const frozen = order('WO-1');
  const first = routing(1, [step(10, '粗车'), step(20, '精车')]);
  expect(routingDifference(frozen, [first])).toBeNull();
  expect(routingDifference(frozen, [routing(3, [step(10, '粗车', true), step(30, '钻孔')]), first])).toEqual({
    latest: 3,
    differences: [
      { kind: 'gate_on', seq: 10, name: '粗车', gate: 'first_article' },
      { kind: 'removed', seq: 20, name: '精车' },
      { kind: 'added', seq: 30, name: '钻孔' },
    ],
  });
});

test('words: only what changes is said, and a list of names stays short', () => {
  const from = { plannedQty: '100', dueAt: '2026-11-24T10:00:00.000Z' };
  expect(changeWords(from, { ...from, plannedQty: '120' })).toBe('数量改 100 → 120');
  expect(changeWords(from, { plannedQty: '120', dueAt: '2026-11-28T10:00:00.000Z' })).toBe('数量改 100 → 120，交期改 11-24 → 11-28');
  expect(namesOf([wang])).toBe('王强');
  expect(namesOf([wang, li, { id: 'x', name: '赵磊' }])).toBe('王强、李敏 等 3 人');
});

test('a bar takes the lamp of what stands in its way', () => {
  const failed = operation(10, '铣', {
    firstArticle: { kind: 'first_article', state: 'failed', since: null, canBeLiftedBy: [], trigger: null, concession: null },
  });
  expect([toneOf(failed), toneOf(operation(10, '铣', { status: 'on_hold' })), toneOf(operation(10, '铣', { status: 'running' }))]).toEqual([
    'stop',
    'wait',
    'run',
  ]);
});

test('quantities are exact, and a day goes to the server and back', () => {
  expect(missingQty({ plannedQty: '0.3', goodQty: '0.1' })).toBe('0.2');
  expect(missingQty({ plannedQty: '10', goodQty: '12' })).toBe('0');
  expect(dayOf(dueInstant('2026-12-31'))).toBe('2026-12-31');
  expect(dueInstant('2026-12-31')).toMatch(/^2026-12-31T18:00:00[+-]\d\d:\d\d$/);
});

test('work is found by its order, its item or its operation, in any case and in pieces', () => {
  const work = { order: order('WO-0312'), operation: operation(10, '精车') };
  for (const words of ['', '0312', 'wo-03', '精车', 'wo 精']) expect([words, isLookedFor(work, words)]).toEqual([words, true]);
  for (const words of ['0313', '粗车', '0312 粗车']) expect([words, isLookedFor(work, words)]).toEqual([words, false]);
});

test('a long pool folds away what waits for the operation before it, and opens it for who looks for something', () => {
  const works = Array.from({ length: 9 }, (_, i) => ({
    order: order(`WO-${i}`),
    operation: operation(10, '车', i === 0 ? { status: 'running' } : { readyQty: i < 4 ? '5' : '0' }),
  }));
  const card = ({ order: { orderNo } }: Work) => <li key={orderNo}>{orderNo}</li>;
  const { rerender } = render(<PoolGroups works={works} searching={false} card={card} />);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['▾在做 1', '▾可以做 3', '▸等上道 5']);
  expect(screen.queryByText('WO-8')).toBeNull();
  fireEvent.click(screen.getByText('等上道 5'));
  expect(screen.getByText('WO-8')).toBeTruthy();
  fireEvent.click(screen.getByText('等上道 5'));
  rerender(<PoolGroups works={works} searching card={card} />);
  expect(screen.getByText('WO-8')).toBeTruthy();
  rerender(<PoolGroups works={works.slice(0, 8)} searching={false} card={card} />);
  expect(screen.queryAllByRole('button')).toEqual([]);
});
