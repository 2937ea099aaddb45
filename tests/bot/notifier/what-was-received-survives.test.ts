import { createCallbackStore, createTokenStore } from '../../../bot';
import { createSentLog } from '../../../bot/stores/sent-log';
import type { InboundMessage } from '../../../bot/wecom';
import { openStore } from '../../support';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 2, 0, seconds));
const message = (key: string): InboundMessage => ({
  kind: 'text',
  key,
  fromUserId: 'wang',
  createdAt: at(0),
  agentId: '1',
  content: '进度 WO-0309',
});

beforeEach(openStore);

test('B-11.12 of many deliveries of one message at once, one is new', async () => {
  const store = createCallbackStore();
  const states = await Promise.all(Array.from({ length: 8 }, () => store.claim(message('message-1'), at(0))));
  expect(states.filter((state) => state === 'new')).toHaveLength(1);
  expect(states.filter((state) => state === 'stored')).toHaveLength(7);
  await store.finish('message-1', at(1));
  expect(await store.claim(message('message-1'), at(2))).toBe('done');
});

test('what an ended process left is handed out whole, each to one taker only, and not what is finished or in work', async () => {
  const store = createCallbackStore();
  for (const key of ['message-11', 'message-12', 'message-13']) await store.claim(message(key), at(0));
  await store.finish('message-13', at(1));
  await store.claim(message('message-14'), at(50));

  const taken = (await Promise.all([store.takeUnfinished(at(30), at(60)), store.takeUnfinished(at(30), at(60))])).flat();
  expect(taken.map(({ message: left }) => left.key).sort()).toEqual(['message-11', 'message-12']);
  expect(taken).toEqual(expect.arrayContaining([{ message: message('message-11'), attempts: 1 }]));
  expect(await store.takeUnfinished(at(30), at(61))).toEqual([]);
  expect((await store.takeUnfinished(at(61), at(120))).map(({ attempts }) => attempts).sort()).toEqual([1, 2, 2]);
});

test('every process sees the same token and the same count of what somebody was sent', async () => {
  await createTokenStore().write('corp/1', { accessToken: 'old', expiresAt: at(1) });
  await createTokenStore().write('corp/1', { accessToken: 'new', expiresAt: at(2) });
  expect(await createTokenStore().read('corp/1')).toEqual({ accessToken: 'new', expiresAt: at(2) });
  expect(await createTokenStore().read('corp/2')).toBeUndefined();

  for (const seconds of [3, 1, 2]) await createSentLog().record('Wang', at(seconds));
  await createSentLog().record('li', at(3));
  expect(await createSentLog().sentSince('wang', at(1))).toEqual([at(2), at(3)]);
});
