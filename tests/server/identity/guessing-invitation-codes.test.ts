import { ulid } from 'ulid';
import { INVITATION_LENGTH, INVITATION_LETTERS, parseInvitationCode } from '../../../server/contracts/invitation-code';
import { accessTokens } from '../../../server/modules/identity';
import { markOfCode, newInvitationCode } from '../../../server/modules/identity/invitations';
import { InvitationModel } from '../../../server/modules/identity/models/invitation.model';
import { doorLimits } from '../../../server/platform/http/door-limits';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { demoFactory, type TestFactory } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let factory: TestFactory;
const apps: TestApp[] = [];
beforeEach(async () => {
  factory = await demoFactory();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});
const start = async (options: Parameters<typeof startApp>[1] = {}) => {
  const app = await startApp(factory, { login: aPlatform(), demo: true, ...options });
  apps.push(app);
  return app;
};
const guess = (app: TestApp, from?: string) =>
  app
    .as(from ? { 'x-forwarded-for': from } : {})
    .post('/sessions/invitation', { invitationCode: newInvitationCode(), device: `device-${ulid()}` }, { key: null });

test('a code has more than 50 bits, and none of the characters that are taken for one another', () => {
  expect(INVITATION_LENGTH * Math.log2(INVITATION_LETTERS.length)).toBeGreaterThan(50);
  expect(INVITATION_LETTERS).not.toMatch(/[01ILOU]/);
  const many = Array.from({ length: 2_000 }, newInvitationCode);
  expect(new Set(many).size).toBe(2_000);
  expect(new Set(many.join('')).size).toBe(INVITATION_LETTERS.length);
  expect(many.every((code) => parseInvitationCode(code) === code)).toBe(true);
});

test.each(['', 'x', '1234-5678-90AB', 'CJT:OP:665f00000000000000000000', 'https://example.com/#invitation=2345', '2345-6789-ABCDE'])(
  '%s is no code',
  (text) => expect(parseInvitationCode(text)).toBeNull(),
);

test('after twenty wrong codes from one address nothing more is looked up: 429, for how long, in words, and no line in the journal', async () => {
  const app = await start();
  for (let turn = 0; turn < 20; turn += 1) expect(errorIn(await guess(app)).code).toBe('invitation_invalid');
  const { body } = await app.api(factory.wu).post<{ code: string }>(`/people/${factory.wang.id}/invitation`);
  const right = await app.as({}).post('/sessions/invitation', { invitationCode: body.code, device: 'device-of-a-guesser' }, { key: null });
  expect([right.status, errorIn(right).code]).toEqual([429, 'too_many_requests']);
  const seconds = Number(right.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(500);
  expect(seconds).toBeLessThanOrEqual(600);
  expect(errorIn(right).message).toContain(`${seconds} 秒`);
  const commands = (await JournalEntryModel.find({ factoryId: factory.id }).lean()).map(({ command }) => command);
  expect(commands).toEqual(['identity.invite-person']);
});

test('a shift that signs in from one address is no guessing', async () => {
  const app = await start();
  const tokens = accessTokens(TEST_SECRET);
  for (let turn = 0; turn < 22; turn += 1) {
    const code = newInvitationCode();
    await InvitationModel.create({
      factoryId: factory.id,
      personId: factory.wang.id,
      codeMark: markOfCode(tokens, code),
      state: 'open',
      createdById: factory.wu.id,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    });
    const answer = await app.as({}).post('/sessions/invitation', { invitationCode: code, device: `device-${turn}` }, { key: null });
    expect(answer.status).toBe(200);
  }
});

test('two processes count together', async () => {
  const [one, two] = [await start({ limits: doorLimits('shared') }), await start({ limits: doorLimits('shared') })];
  // The store is one for all tests of this file: an address of its own.
  const from = '203.0.113.77';
  const proxied = [
    await start({ limits: doorLimits('shared'), trustProxies: 1 }),
    await start({ limits: doorLimits('shared'), trustProxies: 1 }),
  ] as const;
  for (let turn = 0; turn < 20; turn += 1)
    expect(errorIn(await guess(proxied[turn % 2 === 0 ? 0 : 1], from)).code).toBe('invitation_invalid');
  for (const app of proxied) expect((await guess(app, from)).status).toBe(429);
  for (const app of [one, two]) expect(errorIn(await guess(app)).code).toBe('invitation_invalid');
});

test('who writes an X-Forwarded-For of their own is counted all the same, with a proxy in front and without', async () => {
  const open = await start();
  for (let turn = 0; turn < 20; turn += 1) await guess(open, `198.51.100.${turn}`);
  expect((await guess(open, '198.51.100.200')).status).toBe(429);
  const behind = await start({ trustProxies: 1 });
  for (let turn = 0; turn < 20; turn += 1) await guess(behind, `198.51.100.${turn}, 203.0.113.9`);
  expect((await guess(behind, '198.51.100.201, 203.0.113.9')).status).toBe(429);
  expect(errorIn(await guess(behind, '198.51.100.201, 203.0.113.10')).code).toBe('invitation_invalid');
});

test('an IPv6 address counts for the /64 around it', async () => {
  const app = await start({ trustProxies: 1 });
  for (let turn = 0; turn < 20; turn += 1) await guess(app, `2001:db8:0:1::${turn.toString(16)}`);
  expect((await guess(app, '2001:db8:0:1:ffff::1')).status).toBe(429);
  expect((await guess(app, '2001:db8:0:2::1')).status).toBe(422);
});

test('one refresh token is tried over and over: it is stopped, and what was refused is in no line', async () => {
  const app = await start();
  const refresh = (refreshToken: string) => app.as({}).post('/sessions/refresh', { refreshToken }, { key: null });
  const answers: number[] = [];
  for (let turn = 0; turn < 31; turn += 1) answers.push((await refresh('x'.repeat(43))).status);
  expect(new Set(answers.slice(0, 30))).toEqual(new Set([401]));
  expect(answers[30]).toBe(429);
  expect((await refresh('y'.repeat(43))).status).toBe(401);
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id })).toBe(0);
});

test('one person of the demonstration cannot be signed in as without end', async () => {
  const app = await start();
  const statuses: number[] = [];
  for (let turn = 0; turn < 121; turn += 1)
    statuses.push((await app.as({}).post('/demo/sign-in', { personId: factory.wang.id }, { key: null })).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});
