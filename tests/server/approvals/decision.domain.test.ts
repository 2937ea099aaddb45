import fc from 'fast-check';
import { type Decision, decide, type RequestState } from '../../../server/modules/approvals/domain/decision';
import { mayDecide } from '../../../server/modules/approvals/domain/may-decide';

const now = new Date('2026-11-22T10:32:00+08:00');
const pending: RequestState = { requestedById: 'wang', state: 'pending', decidedById: null, decidedAt: null };

describe('deciding a request', () => {
  test('somebody else approves it, and who and when is kept', () => {
    expect(decide(pending, { decision: 'approved', decidedById: 'zhou' }, now)).toEqual({
      kind: 'accepted',
      value: { state: 'approved', decidedById: 'zhou', decidedAt: now, decisionReason: null },
    });
  });

  test('B-13.1 nobody approves for themselves', () => {
    expect(decide(pending, { decision: 'approved', decidedById: 'wang' }, now)).toMatchObject({
      refusal: { code: 'approval_by_requester' },
    });
  });

  test.each([[undefined], ['']])('a refusal needs a reason, %p is none', (reason) => {
    expect(decide(pending, { decision: 'refused', decidedById: 'zhou', reason }, now)).toMatchObject({
      refusal: { code: 'reason_required' },
    });
  });

  test('whatever comes after the first decision changes nothing', () => {
    const decision = fc.record({
      decision: fc.constantFrom('approved', 'refused'),
      decidedById: fc.constantFrom('zhou', 'chen', 'wang', 'liu'),
      reason: fc.option(fc.constantFrom('料不够', ''), { nil: undefined }),
    }) as fc.Arbitrary<Decision>;
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1, maxLength: 20 }), (taps) => {
        let state = pending;
        const counted: Decision[] = [];
        for (const tap of taps) {
          const outcome = decide(state, tap, now);
          if (outcome.kind === 'accepted') {
            state = { ...state, ...outcome.value };
            counted.push(tap);
          } else if (state.state !== 'pending') {
            expect(outcome.refusal).toMatchObject({ code: 'approval_already_decided', state: state.state, decidedById: state.decidedById });
          }
        }
        const valid = taps.filter((tap) => tap.decidedById !== 'wang' && (tap.decision === 'approved' || tap.reason));
        expect(counted).toEqual(valid.slice(0, 1));
      }),
    );
  });
});

describe('who may decide', () => {
  const scope = (workshopIds: readonly string[] | 'all') => ({ factoryId: 'f', workshopIds, warehouseIds: [] as string[] });
  test.each([
    ['listed, from another workshop', { approverIds: ['zhou'], workshopId: 'w1' }, scope(['w2']), true],
    ['not listed, in charge of the workshop', { approverIds: [], workshopId: 'w1' }, scope(['w1']), true],
    ['not listed, in charge of all', { approverIds: [], workshopId: 'w1' }, scope('all'), true],
    ['not listed, another workshop', { approverIds: ['chen'], workshopId: 'w1' }, scope(['w2']), false],
    ['of no workshop and not listed, even in charge of all', { approverIds: ['chen'], workshopId: null }, scope('all'), false],
  ])('%s', (_, request, itsScope, may) => {
    expect(mayDecide(request, 'zhou', itsScope)).toBe(may);
  });
});
