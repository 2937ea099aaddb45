import { closeAll, startBoth } from './support';

afterEach(closeAll);

const text = (to: string, content = 'x', more: Record<string, unknown> = {}) => ({
  touser: to,
  msgtype: 'text',
  agentid: 1000002,
  text: { content },
  ...more,
});
const card = (taskId: string, to = 'Wang', more: Record<string, unknown> = {}) => ({
  touser: to,
  msgtype: 'template_card',
  agentid: 1000002,
  template_card: {
    card_type: 'button_interaction',
    task_id: taskId,
    main_title: { title: '报工确认' },
    button_list: [{ text: '确认', key: 'ok' }],
    ...more,
  },
});
const update = (code: unknown, to = ['Wang']) => ({
  userids: to,
  agentid: 1000002,
  response_code: code,
  button: { replace_name: '已确认' },
});

test('beyond thirty a minute it answers 0 and drops in silence', async () => {
  const { post, sandbox, getToken, pass } = await startBoth();
  const token = await getToken();
  const errcodes: unknown[] = [];
  for (let index = 0; index < 35; index += 1) errcodes.push((await post('message/send', text('Wang', `${index}`), token)).errcode);
  expect(new Set(errcodes)).toEqual(new Set([0]));
  expect(sandbox.inbox('Wang')).toHaveLength(30);
  expect(sandbox.wire.filter(({ notes }) => notes.some(({ key }) => key === 'dropped_silently'))).toHaveLength(5);
  pass(60_000);
  await post('message/send', text('Wang', 'later'), token);
  expect(sandbox.inbox('Wang')).toHaveLength(31);
});

test('wrong recipients come back in lower case; only when all are wrong is it 81013', async () => {
  const { post } = await startBoth();
  expect(await post('message/send', text('ZhuRen|NoBody|AlsoNot'))).toMatchObject({ errcode: 0, invaliduser: 'nobody|alsonot' });
  expect(await post('message/send', text('NoBody'))).toMatchObject({ errcode: 81013 });
  expect(await post('message/send', text(''))).toMatchObject({ errcode: 82001 });
});

test.each([
  ['an app that is not this one', { ...text('Wang'), agentid: 7 }, 40056],
  ['an empty text', text('Wang', ''), 44004],
  ['a type nobody knows', { ...text('Wang'), msgtype: 'poem' }, 40008],
  ['broken JSON', '{"touser":', 40008],
  ['an escape', '{"touser":"Wang","msgtype":"text","agentid":1000002,"text":{"content":"\\u4e2d"}}', 40033],
  ['a long markdown', { touser: 'Wang', msgtype: 'markdown', agentid: 1000002, markdown: { content: '中'.repeat(683) } }, 45002],
  ['a card without task id', card(''), 42016],
  ['a card title too long', card('t', 'Wang', { main_title: { title: '字'.repeat(37) } }), 42033],
  ['an unknown picture', { touser: 'Wang', msgtype: 'image', agentid: 1000002, image: { media_id: 'm' } }, 40007],
  ['a thousand and one recipients', text(Array.from({ length: 1001 }, (_, index) => `u${index}`).join('|')), 40032],
])('refuses %s', async (_, body, errcode) => {
  const { post, sandbox } = await startBoth();
  const answer = await post('message/send', body);
  expect(answer.errcode).toBe(errcode);
  expect(answer.errmsg).toMatch(/hint: \[0\], from ip:/);
  expect(sandbox.inbox('Wang')).toEqual([]);
});

test('a long text is cut at 2048 bytes, between characters', async () => {
  const { post, sandbox } = await startBoth();
  await post('message/send', text('Wang', '中'.repeat(1000)));
  expect(sandbox.inbox('Wang')).toEqual([expect.objectContaining({ text: '中'.repeat(682) })]);
});

test('a task id is good once', async () => {
  const { post, sandbox } = await startBoth();
  expect(await post('message/send', card('t1'))).toMatchObject({ errcode: 0, response_code: expect.any(String) });
  expect(await post('message/send', card('t1'))).toMatchObject({ errcode: 42014 });
  expect(sandbox.inbox('Wang')).toHaveLength(1);
});

test('a response code is good once and for 72 hours', async () => {
  const { post, sandbox, pass } = await startBoth();
  const first = await post('message/send', card('t1'));
  expect(await post('message/update_template_card', update(first.response_code, ['Wang', 'ZhuRen']))).toMatchObject({
    errcode: 0,
    invaliduser: ['zhuren'],
  });
  expect(sandbox.inbox('Wang')).toEqual([expect.objectContaining({ closedWith: '已确认' })]);
  expect(await post('message/update_template_card', update(first.response_code))).toMatchObject({ errcode: 60140 });
  expect(await post('message/update_template_card', update('guess'))).toMatchObject({ errcode: 60140 });
  const second = await post('message/send', card('t2'));
  pass(72 * 3_600_000);
  expect(await post('message/update_template_card', update(second.response_code))).toMatchObject({ errcode: 60140 });
});

test('a card is replaced whole and keeps its task id', async () => {
  const { post, sandbox } = await startBoth();
  const { response_code } = await post('message/send', card('t1'));
  const replaced = { ...card('ignored').template_card, task_id: undefined, main_title: { title: '新' }, replace_text: '已过期' };
  expect(
    await post('message/update_template_card', { userids: ['Wang'], agentid: 1000002, response_code, template_card: replaced }),
  ).toMatchObject({ errcode: 0 });
  expect(sandbox.inbox('Wang')).toEqual([
    expect.objectContaining({ taskId: 't1', closedWith: '已过期', card: expect.objectContaining({ main_title: { title: '新' } }) }),
  ]);
});

test('without a callback address no card that calls back', async () => {
  const { post } = await startBoth(undefined, { callbackUrl: '' });
  expect(await post('message/send', card('t1'))).toMatchObject({ errcode: 43012 });
  expect(await post('message/send', text('Wang'))).toMatchObject({ errcode: 0 });
});

test('the same message within the interval is delivered once, when asked', async () => {
  const { post, sandbox, pass } = await startBoth();
  const once = text('Wang', 'x', { enable_duplicate_check: 1, duplicate_check_interval: 60 });
  expect((await post('message/send', once)).msgid).toBe((await post('message/send', once)).msgid);
  expect(sandbox.inbox('Wang')).toHaveLength(1);
  pass(60_000);
  await post('message/send', once);
  await post('message/send', text('Wang'));
  await post('message/send', text('Wang'));
  expect(sandbox.inbox('Wang')).toHaveLength(4);
});

test('recall works for a day', async () => {
  const { post, sandbox, pass } = await startBoth();
  const first = await post('message/send', text('Wang'));
  const second = await post('message/send', text('Wang'));
  expect(await post('message/recall', { msgid: first.msgid })).toMatchObject({ errcode: 0 });
  pass(24 * 3_600_000 + 1);
  expect(await post('message/recall', { msgid: second.msgid })).toMatchObject({ errcode: 42052 });
  expect(sandbox.inbox('Wang').map(({ recalled }) => recalled)).toEqual([true, false]);
});

test('the token: one until it ends, then 42001; a wrong one 40014; none 41001', async () => {
  const { post, getToken, pass } = await startBoth();
  const token = await getToken();
  expect(await getToken()).toBe(token);
  pass(7_200_000);
  expect(await post('message/send', text('Wang'), token)).toMatchObject({ errcode: 42001 });
  expect(await getToken()).not.toBe(token);
  expect(await post('message/send', text('Wang'), 'guess')).toMatchObject({ errcode: 40014 });
  expect(await post('message/send', text('Wang'), '')).toMatchObject({ errcode: 41001 });
});

test.each([
  [{ corpsecret: 'x' }, 41002],
  [{ corpid: 'wx5823bf96d3bd56c7' }, 41004],
  [{ corpid: 'other', corpsecret: 'sandbox-secret' }, 40013],
  [{ corpid: 'wx5823bf96d3bd56c7', corpsecret: 'wrong' }, 40001],
])('gettoken with %j is %i', async (query, errcode) => {
  const { get } = await startBoth();
  expect(await get('gettoken', query as Record<string, string>)).toMatchObject({ errcode });
});

test('who asks for tokens all the time is told 45009', async () => {
  const { get } = await startBoth();
  const errcodes: unknown[] = [];
  for (let index = 0; index < 201; index += 1)
    errcodes.push((await get('gettoken', { corpid: 'wx5823bf96d3bd56c7', corpsecret: 'sandbox-secret' })).errcode);
  expect([errcodes[199], errcodes[200]]).toEqual([0, 45009]);
});
