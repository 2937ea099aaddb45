import { inspectionPage } from '../../../server/contracts/api/quality';
import { decideInspection, inspections, requestInspection } from '../../../server/modules/quality';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory } from '../../support';
import { gatedOrder, refusalOf } from './gated-order';

async function openFirstArticle() {
  const has = await gatedOrder();
  await has.start(has.turning);
  await has.factsArrive();
  return { ...has, inspectionId: await has.theOpen('first_article') };
}

test('two inspectors decide at the same moment: one verdict stands, the other learns whose', async () => {
  for (let round = 0; round < 4; round++) {
    const { factory, decide, inspectionId, stateOf, turning } = await openFirstArticle();
    const [passed, failed] = await Promise.all([
      decide(inspectionId, 'passed', factory.zhang),
      decide(inspectionId, 'failed', factory.he, '粗糙度不够'),
    ]);
    const [winner, loser, name, state] =
      passed?.kind === 'accepted' ? [passed, failed, '张工', 'passed'] : [failed, passed, '何工', 'failed'];
    expect(winner).toMatchObject({ kind: 'accepted', value: { state, decidedBy: { name } } });
    expect(refusalOf(loser ?? { kind: '' })).toMatchObject({ code: 'inspection_not_open', state, decidedBy: { name } });
    expect((await stateOf(turning))?.firstArticle.state).toBe(state);
    const verdicts = await JournalEntryModel.find({ factoryId: factory.id, 'facts.type': /^quality\.inspection_(passed|failed)$/ }).lean();
    expect(verdicts.flatMap(({ facts }) => facts.map(({ type }) => type))).toEqual([`quality.inspection_${state}`]);
  }
});

test('a verdict and a report at the same moment: neither is lost, and the cap holds', async () => {
  for (let round = 0; round < 4; round++) {
    const { decide, inspectionId, report, turning, stateOf } = await openFirstArticle();
    await report(turning, '3');
    const [verdict, fourth] = await Promise.all([decide(inspectionId, 'passed'), report(turning, '1')]);
    expect(verdict?.kind).toBe('accepted');
    const after = await stateOf(turning);
    expect(after).toMatchObject({ goodQty: fourth?.kind === 'accepted' ? '4' : '3', firstArticle: { state: 'passed' } });
  }
});

test('the same key twice is one verdict and the same answer', async () => {
  const { factory, inspectionId } = await openFirstArticle();
  const tap = () => asPerson(factory.zhang).run(decideInspection, { inspectionId, result: 'passed' }, { key: 'one-tap-0001' });
  const answers = await Promise.all([tap(), tap(), tap()]);
  expect(answers[0]?.kind).toBe('accepted');
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('a failure says why', async () => {
  const { factory, decide, inspectionId, stateOf, turning } = await openFirstArticle();
  expect(refusalOf(await decide(inspectionId, 'failed'))).toEqual({ code: 'reason_required' });
  expect(refusalOf(await decide(inspectionId, 'failed', factory.zhang, '   '))).toEqual({ code: 'reason_required' });
  expect((await stateOf(turning))?.firstArticle.state).toBe('open');
  expect(await decide(inspectionId, 'failed', factory.zhang, '外径超差')).toMatchObject({ value: { state: 'failed', reason: '外径超差' } });
});

test('deciding is for inspectors, asking for those at the work, reading for everybody', async () => {
  const { factory, decide, inspectionId, ask, turning } = await openFirstArticle();
  for (const person of [factory.wang, factory.chen, factory.zhou]) {
    await expect(decide(inspectionId, 'passed', person)).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(ask(turning, 'first_article', factory.zhao)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await asPerson(factory.zhao).ask(inspections, { limit: 50 })).items).toHaveLength(1);
});

test('an inspection of another workshop or factory is not there', async () => {
  const { factory, decide, inspectionId, ask, turning } = await openFirstArticle();
  const elsewhere = { actor: { ...factory.zhang.actor, scope: { ...factory.zhang.actor.scope, workshopIds: ['w2'] } } };
  expect(refusalOf(await decide(inspectionId, 'passed', elsewhere))).toMatchObject({ code: 'not_found' });
  expect(refusalOf(await ask(turning, 'first_article', factory.sun))).toMatchObject({ code: 'not_found' });
  expect((await asPerson(factory.sun).ask(inspections, { limit: 50 })).items).toEqual([]);
  const other = await demoFactory();
  expect(refusalOf(await decide(inspectionId, 'passed', other.zhang))).toMatchObject({ code: 'not_found' });
  expect((await asPerson(other.zhang).ask(inspections, { limit: 50 })).items).toEqual([]);
});

test.each([
  ['an operator instead of an id', { operationId: { $ne: null }, kind: 'first_article' }, 'operationId'],
  ['another kind', { operationId: '665f1c2ab3d4e5f607182900', kind: 'patrol' }, 'kind'],
])('%s is named', async (_, input, path) => {
  const { wang } = await demoFactory();
  await expect(asPerson(wang).run(requestInspection, input as never)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path }] });
});

test('the list shows who waits longest first; what is decided, newest first', async () => {
  const { factory, decide, inspectionId, ask, turning } = await openFirstArticle();
  await decide(inspectionId, 'failed', factory.zhang, '毛刺');
  await ask(turning, 'first_article');
  const [second] = (await asPerson(factory.zhang).ask(inspections, { limit: 50 })).items;
  await decide(second?.id ?? '', 'failed', factory.zhang, '还有毛刺');
  const page = await asPerson(factory.zhang).ask(inspections, { state: 'failed', limit: 50 });
  expect(inspectionPage.safeParse(page)).toEqual({ success: true, data: page });
  const failed = page.items;
  expect(failed.map(({ reason }) => reason)).toEqual(['还有毛刺', '毛刺']);
  expect((await asPerson(factory.zhang).ask(inspections, { state: 'failed', limit: 1 })).items).toHaveLength(1);
});
