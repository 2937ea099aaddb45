import { type Correction, decideCorrection } from '../../../../server/modules/workorders/domain/decide-correction';
import { operationOf } from '../../../../server/modules/workorders/domain/order-flow';
import { afterEndOf, following, made, must, now, operation, order, pieces, refusalOf } from './order-fixture';

const report = (good: number, scrap = 0, rework = 0, replacement: Correction['replacement'] = null): Correction => ({
  personId: 'wang',
  kind: 'report',
  effect: { goodQty: pieces(good), scrapQty: pieces(scrap), inReworkQty: pieces(rework) },
  replacement,
});

describe('B-1.10 putting a report right', () => {
  test('taking it back takes every part of it back', () => {
    const reported = order([operation('op10', { goodQty: pieces(30), scrapQty: pieces(3), inReworkQty: pieces(2) })]);
    const { order: left } = must(decideCorrection(reported, 'op10', report(20, 3, 2), now));
    expect(operationOf(left, 'op10')).toMatchObject({ goodQty: pieces(10), scrapQty: 0, inReworkQty: 0 });
  });

  test('12 of the 20 have gone on: it cannot be taken back, and says so', () => {
    const used = order([
      operation('op10', { goodQty: pieces(20) }),
      operation('op20', { ...following('op10'), goodQty: pieces(10), scrapQty: pieces(2) }),
    ]);
    expect(refusalOf(decideCorrection(used, 'op10', report(20), now))).toEqual({
      code: 'already_used_downstream',
      operationName: 'operation op20',
      usedQty: '12',
      ofQty: '20',
    });
  });

  test('of two reports, 12 of the second have gone on', () => {
    const used = order([operation('op10', { goodQty: pieces(40) }), operation('op20', { ...following('op10'), goodQty: pieces(32) })]);
    expect(refusalOf(decideCorrection(used, 'op10', report(20), now))).toMatchObject({ usedQty: '12', ofQty: '20' });
  });

  test('what has gone on does not stand against a smaller correction: 20 put right to 19', () => {
    const used = order([operation('op10', { goodQty: pieces(20) }), operation('op20', { ...following('op10'), goodQty: pieces(19) })]);
    const { order: right } = must(decideCorrection(used, 'op10', report(20, 0, 0, made(19, 1)), now));
    expect(operationOf(right, 'op10')).toMatchObject({ goodQty: pieces(19), scrapQty: pieces(1) });
    expect(refusalOf(decideCorrection(used, 'op10', report(20, 0, 0, made(18, 2)), now))).toMatchObject({ usedQty: '19', ofQty: '20' });
  });

  test('pieces that have gone on stay gone on when a finish-to-start operation opens again', () => {
    const used = order([
      operation('op10', { status: 'finished', goodQty: pieces(100) }),
      operation('op20', { ...afterEndOf('op10'), goodQty: pieces(12) }),
    ]);
    const { order: left } = must(decideCorrection(used, 'op10', report(20), now));
    expect(operationOf(left, 'op10')).toMatchObject({ status: 'on_hold', goodQty: pieces(80) });
  });

  test('a completed order is in process again', () => {
    const done = order([operation('op10', { status: 'finished', goodQty: pieces(100), producerIds: ['wang'] })], {
      status: 'completed',
      completedAt: now,
    });
    const { order: left } = must(decideCorrection(done, 'op10', report(5), now));
    expect(left).toMatchObject({ status: 'in_process', completedAt: null });
    expect(operationOf(left, 'op10').status).toBe('on_hold');
  });

  test('B-1.1 a closed order is closed', () => {
    const closed = order([operation('op10', { status: 'finished', goodQty: pieces(100) })], { status: 'closed' });
    expect(refusalOf(decideCorrection(closed, 'op10', report(5), now))).toMatchObject({ code: 'order_not_open', status: 'closed' });
  });

  test('the new report passes the same rules: 20 put right to 106', () => {
    const reported = order([operation('op10', { goodQty: pieces(20) })]);
    expect(refusalOf(decideCorrection(reported, 'op10', report(20, 0, 0, made(106)), now))).toMatchObject({
      code: 'over_production',
      doneQty: '0',
    });
    expect(refusalOf(decideCorrection(reported, 'op10', report(20, 0, 0, made(0)), now))).toEqual({ code: 'report_empty' });
  });

  test('what was sent to rework and has come back cannot be un-sent', () => {
    const answered = order([operation('op10', { goodQty: pieces(24), inReworkQty: pieces(1) })]);
    expect(refusalOf(decideCorrection(answered, 'op10', report(20, 0, 5), now))).toMatchObject({
      code: 'already_used_downstream',
      usedQty: '4',
      ofQty: '5',
    });
  });

  test('a rework result taken back is in rework again; put right, it is what was said', () => {
    const answered = order([operation('op10', { goodQty: pieces(94), scrapQty: pieces(1) })]);
    const rework: Correction = {
      personId: 'li',
      kind: 'rework',
      effect: { goodQty: pieces(4), scrapQty: pieces(1), inReworkQty: pieces(-5) },
      replacement: null,
    };
    const back = must(decideCorrection(answered, 'op10', rework, now)).order;
    expect(operationOf(back, 'op10')).toMatchObject({ goodQty: pieces(90), scrapQty: 0, inReworkQty: pieces(5) });
    const right = must(decideCorrection(answered, 'op10', { ...rework, replacement: made(3, 2) }, now)).order;
    expect(operationOf(right, 'op10')).toMatchObject({ goodQty: pieces(93), scrapQty: pieces(2), inReworkQty: 0 });
    expect(refusalOf(decideCorrection(answered, 'op10', { ...rework, replacement: made(5, 1) }, now))).toMatchObject({
      code: 'more_than_in_rework',
    });
  });

  test('gates stay as they are', () => {
    const passed = { state: 'passed', since: null } as const;
    const gated = order([operation('op10', { goodQty: pieces(20), firstArticle: { ...passed, capQty: pieces(3) }, finalRelease: passed })]);
    expect(operationOf(must(decideCorrection(gated, 'op10', report(20), now)).order, 'op10')).toMatchObject({
      firstArticle: passed,
      finalRelease: passed,
    });
  });
});
