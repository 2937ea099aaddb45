import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepSandboxMemory, readSandboxMemory } from '../../../bot/sandbox';
import type { InboundMessage, TemplateCard, WecomClient } from '../../../bot/wecom';
import { closeAll, startBoth } from './support';

afterEach(closeAll);

const approval = (taskId: string): TemplateCard => ({
  card_type: 'button_interaction',
  task_id: taskId,
  source: { desc: '◆ 等你决定' },
  main_title: { title: '超产 15 件 · 法兰盘 φ120' },
  button_list: [
    { text: '不同意', style: 2, key: 'no' },
    { text: '同意', style: 1, key: 'yes' },
  ],
});

/** A product that repeats what it hears, and closes the card that is tapped. */
function parrot() {
  const heard: InboundMessage[] = [];
  const product = async (message: InboundMessage, client: WecomClient) => {
    heard.push(message);
    if (message.kind === 'text') await client.sendText({ to: [message.fromUserId], content: `听到:${message.content}` });
    if (message.kind === 'card_tapped') {
      await client.updateTemplateCard({
        userIds: ['ZhuRen', 'JingLi'],
        responseCode: message.responseCode,
        change: { replaceText: '已同意' },
      });
    }
  };
  return { heard, product };
}
const texts = (messages: readonly { kind: string; text?: string }[]) => messages.map(({ text }) => text);

test('one says something, the product answers, and the line shows both ways', async () => {
  const { product } = parrot();
  const { sandbox, callback } = await startBoth(product);
  expect(await sandbox.says('ZhuRen', '进度 WO-0309')).toEqual({ delivered: true, attempts: 1 });
  await callback.settled();
  expect(texts(sandbox.inbox('ZhuRen'))).toEqual(['听到:进度 WO-0309']);
  expect(texts(sandbox.chat('ZhuRen'))).toEqual(['进度 WO-0309', '听到:进度 WO-0309']);
  expect(sandbox.inbox('JingLi')).toEqual([]);
  expect(sandbox.wire.map(({ direction, path, errcode, status, state }) => [direction, path, errcode ?? status, state])).toEqual([
    ['to_product', '/wecom/callback', 200, 'accepted'],
    ['to_platform', 'gettoken', 0, 'accepted'],
    ['to_platform', 'message/send', 0, 'accepted'],
  ]);
  for (const { ms } of sandbox.wire) expect(ms).toBeGreaterThanOrEqual(0);
});

test('the address check passes against the real receiver', async () => {
  const { sandbox } = await startBoth();
  expect(await sandbox.verifyCallback()).toBe(true);
});

test('a tapped card closes in place for everyone who has it', async () => {
  const { product, heard } = parrot();
  const { sandbox, client, callback } = await startBoth(product);
  expect(await client.sendTemplateCard({ to: ['ZhuRen', 'jingli'], card: approval('over-15') })).toMatchObject({
    value: { responseCode: expect.stringMatching(/^rc-/) },
  });
  await sandbox.taps('JingLi', 'over-15', 'yes');
  await callback.settled();
  expect(heard).toEqual([expect.objectContaining({ kind: 'card_tapped', buttonKey: 'yes', taskId: 'over-15', fromUserId: 'JingLi' })]);
  expect([sandbox.inbox('ZhuRen'), sandbox.inbox('JingLi')].flat()).toEqual([
    expect.objectContaining({ kind: 'card', closedWith: '已同意' }),
    expect.objectContaining({ kind: 'card', closedWith: '已同意' }),
  ]);
});

test('a callback lost on the way comes again and is dealt with once', async () => {
  const { product, heard } = parrot();
  const { sandbox, callback } = await startBoth(product);
  sandbox.fault('callback_lost', true);
  expect(await sandbox.says('ZhuRen', '今日')).toEqual({ delivered: true, attempts: 2 });
  await callback.settled();
  expect(heard).toHaveLength(1);
  expect(sandbox.faults().some(({ on }) => on)).toBe(false);
});

test('a callback whose answer comes too late is pushed again, and dealt with once', async () => {
  const { product, heard } = parrot();
  const { sandbox, callback, waits } = await startBoth(product);
  sandbox.fault('callback_slow', true);
  expect(await sandbox.says('ZhuRen', '今日')).toEqual({ delivered: true, attempts: 2 });
  await callback.settled();
  expect(heard).toHaveLength(1);
  expect(waits).toEqual([400, 1000]);
  expect(sandbox.wire.filter(({ direction }) => direction === 'to_product').map(({ notes }) => notes.map(({ key }) => key))).toEqual([
    ['message_said', 'checked_new', 'no_answer'],
    ['message_said', 'repeat', 'checked_repeated', 'answer_empty'],
  ]);
  expect(sandbox.inbox('ZhuRen')).toHaveLength(1);
});

test.each([
  ['ip_refused', 60020],
  ['app_disabled', 50003],
] as const)('%s: every call is refused as a matter of configuration, until it is repaired', async (fault, errcode) => {
  const { sandbox, client } = await startBoth();
  sandbox.fault(fault, true);
  expect(await client.sendText({ to: ['Wang'], content: '甲' })).toMatchObject({ failure: { kind: 'config', errcode } });
  sandbox.repair();
  expect(sandbox.faults().some(({ on }) => on)).toBe(false);
  expect(await client.sendText({ to: ['Wang'], content: '乙' })).toMatchObject({ kind: 'done' });
});

test('the sandbox starts anew and goes on: chats, spent task ids and good response codes are remembered', async () => {
  const first = await startBoth();
  const { value } = (await first.client.sendTemplateCard({ to: ['Wang'], card: approval('over-15') })) as {
    value: { responseCode: string };
  };
  await first.sandbox.says('Wang', '今日');
  const before = JSON.parse(JSON.stringify(first.sandbox.remember()));

  const { sandbox, client } = await startBoth(undefined, { before });
  expect(sandbox.chat('Wang').map(({ kind, from }) => [kind, from])).toEqual([
    ['card', 'bot'],
    ['text', 'member'],
  ]);
  expect(await client.sendTemplateCard({ to: ['Wang'], card: approval('over-15') })).toMatchObject({ failure: { errcode: 42014 } });
  const update = { userIds: ['Wang'], responseCode: value.responseCode, change: { replaceText: '已同意' } };
  expect(await client.updateTemplateCard(update)).toMatchObject({ kind: 'done' });
  expect(sandbox.inbox('Wang')).toMatchObject([{ closedWith: '已同意' }]);
  expect(await client.updateTemplateCard(update)).toMatchObject({ failure: { errcode: 60140 } });
});

test('a doubled callback has one effect', async () => {
  const { product, heard } = parrot();
  const { sandbox, callback } = await startBoth(product);
  sandbox.fault('callback_doubled', true);
  await sandbox.says('ZhuRen', '今日');
  await callback.settled();
  expect(sandbox.wire.filter(({ direction }) => direction === 'to_product').map(({ status }) => status)).toEqual([200, 200]);
  expect(heard).toHaveLength(1);
  expect(sandbox.inbox('ZhuRen')).toHaveLength(1);
});

test.each(['token_expired', 'token_rotated'] as const)('%s in the middle of work: the answer still arrives', async (fault) => {
  const { product } = parrot();
  const { sandbox, callback } = await startBoth(product);
  await sandbox.says('ZhuRen', '一');
  await callback.settled();
  sandbox.fault(fault, true);
  await sandbox.says('ZhuRen', '二');
  await callback.settled();
  expect(texts(sandbox.inbox('ZhuRen'))).toEqual(['听到:一', '听到:二']);
  expect(sandbox.wire.map(({ errcode }) => errcode)).toContain(fault === 'token_expired' ? 42001 : 40014);
});

test('a platform that is down is waited for; when it is back the waiting call goes through', async () => {
  const { sandbox, client } = await startBoth();
  sandbox.fault('platform_down', true);
  expect(await client.sendText({ to: ['Wang'], content: '甲' })).toMatchObject({ kind: 'failed', failure: { kind: 'unreachable' } });
  sandbox.fault('platform_down', false);
  expect(await client.sendText({ to: ['Wang'], content: '乙' })).toMatchObject({ kind: 'done' });
  expect(texts(sandbox.inbox('Wang'))).toEqual(['乙']);
});

test('a slow platform delays the call by six seconds and changes nothing else', async () => {
  const { sandbox, client, waits } = await startBoth();
  sandbox.fault('platform_slow', true);
  expect((await client.sendText({ to: ['Wang'], content: '慢' })).kind).toBe('done');
  expect(waits).toEqual([6000, 6000]);
});

test('45009 is parked by the client, and over a minute later it goes on', async () => {
  const { sandbox, client, pass } = await startBoth();
  sandbox.fault('rate_limited', true);
  expect(await client.sendText({ to: ['Wang'], content: '甲' })).toMatchObject({ failure: { kind: 'park', errcode: 45009 } });
  sandbox.fault('rate_limited', false);
  pass(60_000);
  expect((await client.sendText({ to: ['Wang'], content: '乙' })).kind).toBe('done');
});

test('a product that is not there is tried four times in all', async () => {
  const { sandbox, waits } = await startBoth(undefined, { callbackUrl: 'http://127.0.0.1:9/wecom/callback' });
  expect(await sandbox.says('Wang', '今日')).toEqual({ delivered: false, attempts: 4 });
  expect(waits).toEqual([1000, 2000, 5000]);
});

test('waiting for an answer that never comes says so', async () => {
  const { sandbox } = await startBoth();
  await expect(sandbox.waitFor('Wang', () => true, 20)).rejects.toThrow('Wang did not hear it');
});

test('voice and login: a stored file comes back, a code is good once', async () => {
  const { sandbox, client, getToken, sandboxUrl } = await startBoth();
  const form = new FormData();
  form.append('media', new Blob(['#!AMR\n123456'], { type: 'audio/amr' }), 'note.amr');
  const upload = await fetch(`${sandboxUrl}/sandbox/qyapi/cgi-bin/media/upload?type=voice&access_token=${await getToken()}`, {
    method: 'POST',
    body: form,
  });
  const { media_id } = (await upload.json()) as { media_id: string };
  const media = await client.getMedia(media_id);
  expect(media.kind === 'done' && Buffer.from(media.value.bytes).toString()).toBe('#!AMR\n123456');
  expect(await client.getMedia('nothing')).toMatchObject({ failure: { errcode: 40007 } });
  const code = sandbox.issueLoginCode('wang');
  expect(await client.exchangeLoginCode(code)).toEqual({ kind: 'done', value: { userId: 'Wang' } });
  expect(await client.exchangeLoginCode(code)).toMatchObject({ failure: { errcode: 42022 } });
  expect(await client.getMember('zhuren')).toEqual({ kind: 'done', value: { userId: 'ZhuRen', name: '车间主任', departmentIds: [1] } });
});

describe('what is kept in a file', () => {
  const folder = () => mkdtempSync(path.join(tmpdir(), 'chejiantong-sandbox-'));

  test('is read again by the same factory, by no other, and not from a broken file', async () => {
    const dataDir = folder();
    const { sandbox, log } = await startBoth();
    const stop = keepSandboxMemory(sandbox, dataDir, 'f1', log.logger);
    await sandbox.says('Wang', '今日');
    stop();
    expect(readSandboxMemory(dataDir, 'f1', log.logger)?.chats.Wang).toMatchObject([{ kind: 'text', text: '今日' }]);
    expect(readSandboxMemory(dataDir, 'f2', log.logger)).toBeUndefined();
    expect(readSandboxMemory(folder(), 'f1', log.logger)).toBeUndefined();
    expect(log.lines.filter(({ level }) => level === 40)).toEqual([]);
    writeFileSync(path.join(dataDir, 'sandbox.json'), '{"chats":');
    expect(readSandboxMemory(dataDir, 'f1', log.logger)).toBeUndefined();
    expect(log.lines.filter(({ level }) => level === 40)).toHaveLength(1);
  });
});
