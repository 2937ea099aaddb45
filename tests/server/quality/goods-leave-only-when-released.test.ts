import { answerOrderChange, requestOrderChange, workOrder } from '../../../server/modules/workorders';
import { asPerson } from '../../support';
import { gatedOrder, refusalOf } from './gated-order';

async function made() {
  const has = await gatedOrder({ firstArticle: false });
  await has.start(has.turning);
  await has.report(has.turning, '10');
  await has.start(has.deburring);
  const last = await has.report(has.deburring, '10');
  if (last.kind === 'refused') throw new Error(last.refusal.code);
  return { ...has, reportId: last.value.report.id };
}

test('B-6.2 the last piece completes the order but releases nothing; an inspector does', async () => {
  const { factory, orderId, deburring, factsArrive, theOpen, decide, stateOf, waiting } = await made();
  expect(await asPerson(factory.zhou).ask(workOrder, { workOrderId: orderId })).toMatchObject({ status: 'completed' });
  expect((await stateOf(deburring))?.finalRelease.state).toBe('open');
  await factsArrive();
  expect(await waiting()).toMatchObject([{ kind: 'final_release', operationName: '去毛刺', capQty: null }]);
  await decide(await theOpen('final_release'), 'passed');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('passed');
});

test('B-6.2 it cannot be asked for while pieces are still to come', async () => {
  const { start, report, turning, deburring, ask } = await gatedOrder({ firstArticle: false });
  await start(turning);
  await report(turning, '10');
  await start(deburring);
  await report(deburring, '9');
  expect(refusalOf(await ask(deburring, 'final_release'))).toEqual({ code: 'inspection_not_due' });
  await report(deburring, '1');
  expect(await ask(deburring, 'final_release')).toMatchObject({ kind: 'accepted', value: { state: 'open' } });
});

test('B-6.2 a failed release keeps the goods until it is inspected again', async () => {
  const { factory, deburring, factsArrive, theOpen, decide, ask, stateOf } = await made();
  await factsArrive();
  await decide(await theOpen('final_release'), 'failed', factory.zhang, '漏去两处毛刺');
  await factsArrive();
  expect((await stateOf(deburring))?.finalRelease.state).toBe('failed');
  await ask(deburring, 'final_release');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('open');
  await decide(await theOpen('final_release'), 'passed');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('passed');
});

test('B-6.2 a report taken back while the inspector looks: what is not made is not released with the rest', async () => {
  const { reportId, takeBack, factsArrive, theOpen, decide, deburring, report, stateOf, waiting } = await made();
  await factsArrive();
  expect((await takeBack(reportId)).kind).toBe('accepted');
  await factsArrive();
  expect(refusalOf(await decide(await theOpen('final_release'), 'passed'))).toEqual({ code: 'inspection_not_due' });
  expect((await report(deburring, '10')).kind).toBe('accepted');
  await factsArrive();
  expect(await waiting()).toHaveLength(1);
  await decide(await theOpen('final_release'), 'passed');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('passed');
});

test('B-6.2 pieces that come after a release need one of their own', async () => {
  const { reportId, takeBack, factsArrive, theOpen, decide, deburring, report, stateOf } = await made();
  await factsArrive();
  await decide(await theOpen('final_release'), 'passed');
  await takeBack(reportId);
  await report(deburring, '10');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('open');
  await factsArrive();
  await decide(await theOpen('final_release'), 'passed');
  expect((await stateOf(deburring))?.finalRelease.state).toBe('passed');
});

test('a smaller order finishes without a report, and its release is due all the same', async () => {
  const { factory, orderId, start, report, turning, deburring, factsArrive, waiting } = await gatedOrder({ firstArticle: false });
  await start(turning);
  await report(turning, '6');
  await start(deburring);
  await report(deburring, '6');
  const change = await asPerson(factory.liu).must(requestOrderChange, { workOrderId: orderId, plannedQty: '6', reason: '客户减单' });
  await asPerson(factory.chen).must(answerOrderChange, { changeId: change.id, answer: 'accepted' });
  await factsArrive();
  expect(await waiting()).toMatchObject([{ kind: 'final_release', operationName: '去毛刺' }]);
});
