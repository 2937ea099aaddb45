import fc from 'fast-check';
import { decideRouting, type RoutingLink, type RoutingOperation, sameRouting } from '../../../../server/modules/workorders/domain/routing';
import { freezeRouting } from '../../../../server/modules/workorders/domain/work-order';

const step = (seq: number, name = `op${seq}`): RoutingOperation => ({
  seq,
  name,
  stationCode: null,
  priMinutes: 0,
  firstArticleCapQty: null,
  finalRelease: false,
});
const link = (from: number, to: number, over: Partial<RoutingLink> = {}): RoutingLink => ({
  from,
  to,
  kind: 'overlap',
  minTransferQty: 0,
  ...over,
});
const predecessorsOf = (operations: readonly RoutingOperation[], links?: readonly RoutingLink[]) => {
  const plan = decideRouting(operations, links);
  if (plan.kind === 'refused') throw new Error(plan.refusal.code);
  let last = 0;
  const frozen = freezeRouting(plan.value, () => `id${last++}`);
  return Object.fromEntries(
    frozen.map(({ name, predecessors }) => [
      name,
      predecessors.map(({ operationId }) => frozen.find(({ id }) => id === operationId)?.name).sort(),
    ]),
  );
};

describe('a routing', () => {
  test('B-1.5 without links, each number follows the one before it piece by piece', () => {
    expect(decideRouting([step(20), step(10), step(30)], undefined)).toMatchObject({
      kind: 'accepted',
      value: { operations: [{ seq: 10 }, { seq: 20 }, { seq: 30 }], links: [link(10, 20), link(20, 30)] },
    });
  });

  test('B-1.11 steps of the same number are parallel: neither waits for the other, the next number waits for both', () => {
    expect(predecessorsOf([step(10), step(20, 'left'), step(20, 'right'), step(30)])).toEqual({
      op10: [],
      left: ['op10'],
      right: ['op10'],
      op30: ['left', 'right'],
    });
  });

  test('with links of its own nothing is added to them', () => {
    expect(predecessorsOf([step(10), step(20), step(30)], [link(10, 30)])).toEqual({ op10: [], op20: [], op30: ['op10'] });
  });

  test.each([
    ['a circle of two', [link(10, 20), link(20, 10)], { reason: 'goes_in_a_circle' }],
    ['a step that waits for itself', [link(10, 10)], { reason: 'goes_in_a_circle' }],
    ['a circle behind a good start', [link(10, 20), link(20, 30), link(30, 20)], { reason: 'goes_in_a_circle' }],
    ['a number that is not there', [link(10, 40)], { reason: 'unknown_operation', seq: 40 }],
    ['the same link twice', [link(10, 20), link(10, 20, { kind: 'finish_to_start' })], { reason: 'same_link_twice', link: '10 → 20' }],
    [
      'a lot size where all is waited for',
      [link(10, 20, { kind: 'finish_to_start', minTransferQty: 50_000 })],
      { reason: 'lot_size_needs_overlap' },
    ],
  ])('%s is refused with the reason', (_, links, facts) => {
    expect(decideRouting([step(10), step(20), step(30)], links)).toMatchObject({ refusal: { code: 'routing_invalid', ...facts } });
  });

  test('two steps of the same number and name, or a first article without pieces, are refused', () => {
    expect(decideRouting([step(10), step(10)], undefined)).toMatchObject({
      refusal: { reason: 'same_operation_twice', operation: '10 op10' },
    });
    expect(decideRouting([{ ...step(10), firstArticleCapQty: 0 }], undefined)).toMatchObject({
      refusal: { reason: 'first_article_without_pieces' },
    });
  });

  test('links that only lead forward are never a circle, and turning one of a chain round always is', () => {
    const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(seqs, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (unsorted, picks) => {
        const sorted = [...unsorted].sort((a, b) => a - b);
        const steps = sorted.map((seq) => step(seq));
        const at = (pick: number) => sorted[pick % sorted.length] ?? 0;
        const forward = picks.map(([a, b]) => [at(a), at(b)].sort((x, y) => x - y)).filter(([a, b]) => a !== b);
        const links = [...new Map(forward.map(([from = 0, to = 0]) => [`${from}>${to}`, link(from, to)])).values()];
        expect(decideRouting(steps, links).kind).toBe('accepted');
        const chain = sorted.slice(1).map((to, index) => link(sorted[index] ?? 0, to));
        expect(decideRouting(steps, [...chain, link(sorted.at(-1) ?? 0, sorted[0] ?? 0)])).toMatchObject({
          refusal: { reason: 'goes_in_a_circle' },
        });
      }),
    );
  });

  test('the order in which steps and links are written makes no other version; any difference does', () => {
    const plan = { operations: [step(10), step(20)], links: [link(10, 20)] };
    expect(sameRouting(plan, { operations: [step(20), step(10)], links: [link(10, 20)] })).toBe(true);
    expect(sameRouting(plan, { ...plan, links: [link(10, 20, { minTransferQty: 1 })] })).toBe(false);
    expect(sameRouting(plan, { ...plan, operations: [step(10), { ...step(20), finalRelease: true }] })).toBe(false);
  });
});
