import type { InboundMessage } from '../../../bot/wecom';
import { closeAll, startBoth } from './support';

afterEach(closeAll);

async function setUp() {
  const heard: InboundMessage[] = [];
  const both = await startBoth(async (message, client) => {
    heard.push(message);
    if (message.kind === 'text') await client.sendText({ to: [message.fromUserId], content: `听到:${message.content}` });
  });
  const api = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(
      `${both.sandboxUrl}/sandbox/api/${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } },
    );
  return { ...both, api, heard };
}

test('live: what is said and answered arrives as it happens', async () => {
  const { api, sandboxUrl } = await setUp();
  const events = await fetch(`${sandboxUrl}/sandbox/api/events`);
  expect(events.headers.get('content-type')).toContain('text/event-stream');
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await api('says', { personId: 'Wang', text: '今日' })).status).toBe(202);
  let seen = '';
  while (!seen.includes('听到:今日')) {
    const { value, done } = await reader.read();
    if (done) break;
    seen += value;
  }
  await reader.cancel();
  const changes = seen
    .split('\n\n')
    .filter((part) => part.startsWith('data: '))
    .map((part) => JSON.parse(part.slice(6)));
  expect(changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['message', 'wire']));
  const state = await (await api('state')).json();
  expect(state.chats.Wang.map(({ text }: { text: string }) => text)).toEqual(['今日', '听到:今日']);
  expect(state.people).toHaveLength(3);
});

test('a sandbox that closes ends the streams of its pages, so that the server can stop', async () => {
  const { sandboxUrl, sandbox } = await setUp();
  const events = await fetch(`${sandboxUrl}/sandbox/api/events`);
  sandbox.close();
  expect(await events.text()).toBe(': hello\n\n');
});

test('a voice note and a picture are sent and heard as what they are', async () => {
  const { api, sandbox, callback, heard } = await setUp();
  expect((await api('sends', { personId: 'Wang', kind: 'voice' })).status).toBe(202);
  expect((await api('sends', { personId: 'Wang', kind: 'image' })).status).toBe(202);
  expect((await api('sends', { personId: 'Wang', kind: 'smell' })).status).toBe(400);
  while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await callback.settled();
  expect(heard.map(({ kind }) => kind).sort()).toEqual(['image', 'voice']);
  expect(sandbox.chat('Wang').map((message) => message.kind === 'file' && message.fileKind)).toEqual(['voice', 'image']);
});

test('a fault is switched on and off', async () => {
  const { api, sandbox } = await setUp();
  expect((await api('faults', { name: 'platform_down', on: true })).status).toBe(202);
  expect(
    sandbox
      .faults()
      .filter(({ on }) => on)
      .map(({ name }) => name),
  ).toEqual(['platform_down']);
  expect((await api('faults', { name: 'earthquake', on: true })).status).toBe(400);
  expect((await api('repairs', {})).status).toBe(202);
  expect(sandbox.faults().filter(({ on }) => on)).toEqual([]);
});

test('somebody pretends to be the platform, at a press', async () => {
  const { api, sandbox } = await setUp();
  expect((await api('forgeries', { kind: 'stale' })).status).toBe(202);
  await new Promise<void>((resolve) => {
    const end = sandbox.listen((change) => {
      if (change.kind !== 'wire' || change.entry.state !== 'refused') return;
      end();
      resolve();
    });
  });
  expect((await api('forgeries', { kind: 'sorcery' })).status).toBe(400);
  expect((await (await api('state')).json()).forgeries).toContain('stale');
});

test.each([
  ['says', { personId: 'Nobody', text: 'x' }, 404, 'person_not_found'],
  ['says', { personId: 'Wang', text: '  ' }, 400, 'malformed'],
  ['taps', { personId: 'Wang', taskId: 't', key: 'k' }, 404, 'button_not_found'],
  ['dances', {}, 404, 'not_found'],
])('%s %j is refused with %i', async (path, body, status, code) => {
  const { api } = await setUp();
  const response = await api(path, body);
  expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
});

test('a page from elsewhere cannot speak in somebody’s name', async () => {
  const { api, sandboxUrl, sandbox } = await setUp();
  expect((await api('says', { personId: 'Wang', text: 'x' }, { origin: 'https://evil.example' })).status).toBe(403);
  const asForm = await fetch(`${sandboxUrl}/sandbox/api/says`, {
    method: 'POST',
    body: JSON.stringify({ personId: 'Wang', text: 'x' }),
    headers: { 'content-type': 'text/plain' },
  });
  expect(asForm.status).toBe(403);
  expect((await api('says', { personId: 'Wang', text: 'own' }, { origin: sandboxUrl })).status).toBe(202);
  expect(sandbox.chat('Wang').map((message) => message.kind === 'text' && message.text)).toEqual(['own']);
});

test('files outside the page are not served', async () => {
  const { sandboxUrl } = await setUp();
  for (const path of ['../sandbox.ts', '..%2fsandbox.ts', '%2e%2e/koa.ts', 'nothing.js']) {
    expect((await fetch(`${sandboxUrl}/sandbox/${path}`)).status).toBeGreaterThanOrEqual(400);
  }
});
