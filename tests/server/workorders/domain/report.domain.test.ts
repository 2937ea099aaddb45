import { decideReport } from '../../../../server/modules/workorders/domain/decide-report';
import { decideRework } from '../../../../server/modules/workorders/domain/decide-rework';
import { operationOf, processedQty } from '../../../../server/modules/workorders/domain/order-flow';
import { following, made, must, now, operation, order, pieces, refusalOf, wang } from './order-fixture';

describe('reporting work', () => {
  test('B-1.9 8, then 2, is 10', () => {
    const eight = must(decideReport(order([operation('op10')]), 'op10', wang, made(8), now)).order;
    const ten = must(decideReport(eight, 'op10', wang, made(2), now)).order;
    expect(operationOf(ten, 'op10').goodQty).toBe(pieces(10));
  });

  test('B-1.2 planned 100 and 5 %: 105 is taken, 106 is not, and says how many there may be', () => {
    expect(decideReport(order([operation('op10')]), 'op10', wang, made(105), now).kind).toBe('accepted');
    expect(refusalOf(decideReport(order([operation('op10')]), 'op10', wang, made(106), now))).toMatchObject({
      code: 'over_production',
      capQty: '105',
      doneQty: '0',
      askedQty: '106',
    });
  });

  test('B-1.2 what counts is the total: with 101 booked, 4 more are taken and 5 are not', () => {
    const booked = order([operation('op10', { status: 'finished', goodQty: pieces(101) })], { status: 'completed', completedAt: now });
    expect(decideReport(booked, 'op10', wang, made(4), now).kind).toBe('accepted');
    expect(refusalOf(decideReport(booked, 'op10', wang, made(5), now))).toMatchObject({ code: 'over_production', doneQty: '101' });
  });

  test('B-1.4 op10 good 40: op20 reports 41, refused with what is ready', () => {
    const flow = order([operation('op10', { goodQty: pieces(40) }), operation('op20', following('op10'))]);
    expect(refusalOf(decideReport(flow, 'op20', wang, made(41), now))).toMatchObject({ code: 'more_than_ready', readyQty: '40' });
    expect(refusalOf(decideReport(flow, 'op20', wang, made(38, 2, 1), now))).toMatchObject({ code: 'more_than_ready', askedQty: '41' });
    expect(decideReport(flow, 'op20', wang, made(37, 2, 1), now).kind).toBe('accepted');
  });

  test('nothing at all is no report', () => {
    expect(refusalOf(decideReport(order([operation('op10')]), 'op10', wang, made(0), now))).toEqual({ code: 'report_empty' });
  });

  test('B-10.2 whole pieces refuse a fraction, in each part: two halves of scrap are no piece', () => {
    const halves = {
      goodQty: pieces(1),
      scrap: [
        { reasonCode: 'scratch', qty: 5_000 },
        { reasonCode: 'porosity', qty: 5_000 },
      ],
      reworkQty: 0,
    };
    expect(refusalOf(decideReport(order([operation('op10')]), 'op10', wang, halves, now))).toMatchObject({
      code: 'quantity_not_in_unit',
      qty: '0.5',
      decimals: 0,
    });
  });

  test('B-1.7 what was not started cannot be reported', () => {
    const fresh = order([operation('op10', { status: 'not_started' })]);
    expect(refusalOf(decideReport(fresh, 'op10', wang, made(1), now))).toMatchObject({ code: 'operation_not_started' });
  });

  test('B-1.7 dispatched to somebody else: refused, unless one has worked there', () => {
    const theirs = { assignedPersonIds: ['li'] };
    const report = (has: object) => decideReport(order([operation('op10', { ...theirs, ...has })]), 'op10', wang, made(1), now);
    expect(refusalOf(report({}))).toMatchObject({ code: 'dispatched_to_other', holderIds: ['li'] });
    expect(report({ workingPersonIds: ['wang'] }).kind).toBe('accepted');
    expect(report({ producerIds: ['wang'] }).kind).toBe('accepted');
  });

  describe('B-6.1 the first-article gate', () => {
    const gated = (state: 'due' | 'open' | 'passed' | 'failed', good = 0) =>
      order([operation('op10', { goodQty: pieces(good), firstArticle: { state, since: now, capQty: pieces(5) } })]);

    test('before it has passed, no more than the first pieces in all', () => {
      expect(decideReport(gated('open', 3), 'op10', wang, made(2), now).kind).toBe('accepted');
      expect(refusalOf(decideReport(gated('open', 3), 'op10', wang, made(2, 1), now))).toMatchObject({
        code: 'first_article_open',
        capQty: '5',
        doneQty: '3',
      });
    });

    test('a report that meets it still due opens it', () => {
      const reported = must(decideReport(gated('due'), 'op10', wang, made(5), now));
      expect(reported.firstArticleDue).toBe(true);
      expect(operationOf(reported.order, 'op10').firstArticle.state).toBe('open');
    });

    test('after a failure nothing, after a pass everything', () => {
      expect(refusalOf(decideReport(gated('failed'), 'op10', wang, made(1), now))).toMatchObject({ code: 'first_article_failed' });
      expect(decideReport(gated('passed', 5), 'op10', wang, made(95), now).kind).toBe('accepted');
    });
  });

  test('B-6.4 who reports is remembered, once', () => {
    const once = must(decideReport(order([operation('op10')]), 'op10', wang, made(1), now)).order;
    const twice = must(decideReport(once, 'op10', wang, made(1), now)).order;
    expect(operationOf(twice, 'op10').producerIds).toEqual(['wang']);
  });

  test('B-6.2 good pieces after the final release need a release of their own', () => {
    const released = operation('op10', { status: 'finished', goodQty: pieces(100), finalRelease: { state: 'passed', since: null } });
    const more = must(decideReport(order([released], { status: 'completed' }), 'op10', wang, made(2), now));
    expect(more.releasesDue).toEqual(['op10']);
    expect(operationOf(more.order, 'op10').finalRelease).toEqual({ state: 'open', since: now });
  });

  test('a later operation that is finished takes no more, and says so', () => {
    const flow = order([
      operation('op10', { status: 'finished', goodQty: pieces(100) }),
      operation('op20', { ...following('op10'), status: 'finished', goodQty: pieces(100) }),
    ]);
    expect(refusalOf(decideReport(flow, 'op20', wang, made(1), now))).toMatchObject({ code: 'operation_finished' });
  });
});

describe('B-1.14 what comes back from rework', () => {
  const sent = order([operation('op20', { goodQty: pieces(90), inReworkQty: pieces(5) })]);

  test('good 90, rework 5; 4 pass and 1 is scrapped: good 94, scrap 1, input still 95', () => {
    const answered = operationOf(must(decideRework(sent, 'op20', 'li', made(4, 1), now)).order, 'op20');
    expect(answered).toMatchObject({ goodQty: pieces(94), scrapQty: pieces(1), inReworkQty: 0, producerIds: ['li'] });
    expect(processedQty(answered)).toBe(pieces(95));
  });

  test('more than was sent does not come back', () => {
    expect(refusalOf(decideRework(sent, 'op20', 'li', made(5, 1), now))).toEqual({
      code: 'more_than_in_rework',
      askedQty: '6',
      inReworkQty: '5',
    });
  });

  test('B-1.3 the answer to the last piece in rework finishes the operation', () => {
    const open = order([operation('op10', { goodQty: pieces(97), inReworkQty: pieces(3) })]);
    expect(must(decideRework(open, 'op10', 'li', made(2), now)).finishedIds).toEqual([]);
    expect(must(decideRework(open, 'op10', 'li', made(2, 1), now)).finishedIds).toEqual(['op10']);
  });

  test('nothing is no answer, and half a piece is none either', () => {
    expect(refusalOf(decideRework(sent, 'op20', 'li', made(0), now))).toEqual({ code: 'report_empty' });
    expect(refusalOf(decideRework(sent, 'op20', 'li', { goodQty: 5_000, scrap: [] }, now))).toMatchObject({ code: 'quantity_not_in_unit' });
  });
});
