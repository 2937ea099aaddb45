import { FORGERIES, type Forgery } from '../../../bot/sandbox';
import type { InboundMessage } from '../../../bot/wecom';
import { closeAll, startBoth } from './support';

afterEach(closeAll);

async function setUp() {
  const heard: InboundMessage[] = [];
  const both = await startBoth(async (message) => void heard.push(message));
  return { ...both, heard };
}
const REFUSED: Readonly<Record<Exclude<Forgery, 'played_back'>, [number, string]>> = {
  wrong_signature: [403, 'signature_mismatch'],
  wrong_company: [403, 'receiver_mismatch'],
  wrong_length: [403, 'illegal_buffer'],
  cut_short: [403, 'undecryptable'],
  stale: [403, 'stale_timestamp'],
  no_message: [400, 'malformed'],
  empty_body: [400, 'malformed'],
};

test.each(Object.entries(REFUSED))('%s is refused, and the line says why', async (kind, [status, reason]) => {
  const { sandbox, callback, heard } = await setUp();
  expect(await sandbox.forge(kind as Forgery)).toBe(status);
  await callback.settled();
  expect(heard).toEqual([]);
  expect(sandbox.wire).toMatchObject([
    {
      state: 'refused',
      status,
      notes: [
        { key: 'forged', values: { kind } },
        { key: 'refused_by_product', values: { reason } },
      ],
    },
  ]);
});

test('the last genuine call played back: answered 200, without a second effect', async () => {
  const { sandbox, callback, heard } = await setUp();
  await sandbox.says('Wang', '今日');
  expect(await sandbox.forge('played_back')).toBe(200);
  await callback.settled();
  expect(heard).toHaveLength(1);
  expect(sandbox.wire.at(-1)?.notes.map(({ key }) => key)).toEqual(['forged', 'checked_repeated', 'answer_empty']);
});

test('every way is put to the test here', () => {
  expect([...Object.keys(REFUSED), 'played_back'].sort()).toEqual([...FORGERIES].sort());
});
