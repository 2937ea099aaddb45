import type { SessionDto } from '../../../server/contracts/api/identity';
import { departPerson } from '../../../server/modules/identity';
import { LoginStateModel } from '../../../server/modules/identity/models/login-state.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { SessionModel } from '../../../server/modules/identity/models/session.model';
import { refused } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { errorIn, startApp, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let factory: TestFactory;
let app: TestApp;
let platform: ReturnType<typeof aPlatform>;
let now: Date;

beforeEach(async () => {
  now = new Date();
  factory = await demoFactory();
  platform = aPlatform();
  app = await startApp(factory, { login: platform, clock: () => now });
  await PersonModel.updateOne({ _id: factory.wang.id }, { $set: { wechatOpenId: `o-wang-${factory.id}` } });
});
afterEach(() => app.stop());

const wechat = (code: string) => app.as({}).post<SessionDto>('/sessions/wechat', { code }, { key: null });
const miniprogram = (code: string) => app.as({}).post<SessionDto>('/sessions/wecom-miniprogram', { code }, { key: null });
type Ticket = { authorizeUrl: string; state: string; proof: string };
const setOut = async (from = 'inside') => (await app.as({}).get<Ticket>(`/sessions/wecom-web?from=${from}`)).body;
const comeBack = (code: string, { state, proof }: Pick<Ticket, 'state' | 'proof'>) =>
  app.as({}).post<SessionDto>('/sessions/wecom-web', { code, state, proof }, { key: null });
const signIns = () => SessionModel.countDocuments({ factoryId: factory.id });
const wangInWecom = () => `Wang.${factory.id}`;

test('WeChat: a bound account comes in as its person, once for each code', async () => {
  const code = platform.codeOf(`o-wang-${factory.id}`);
  const first = await wechat(code);
  expect(first.status).toBe(200);
  expect(first.body.person.id).toBe(factory.wang.id);
  expect(errorIn(await wechat(code)).code).toBe('login_code_invalid');
  expect(await signIns()).toBe(1);
});

test('one code from two sides at once: one comes in', async () => {
  const code = platform.codeOf(`o-wang-${factory.id}`);
  const answers = await Promise.all([wechat(code), wechat(code)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(await signIns()).toBe(1);
});

test('the same key twice: the second is not given the first one’s tokens', async () => {
  const key = 'one-tap-of-the-door';
  const ask = (code: string) => app.as({}).post<SessionDto>('/sessions/wechat', { code }, { key });
  expect((await ask(platform.codeOf(`o-wang-${factory.id}`))).status).toBe(200);
  const again = await ask(platform.codeOf(`o-wang-${factory.id}`));
  expect(errorIn(again).code).toBe('idempotency_key_reused');
  expect(JSON.stringify(again.body)).not.toContain('Token');
});

test('a stranger in WeChat is told whom to ask, and nobody is made out of nothing', async () => {
  const people = await PersonModel.countDocuments();
  const answer = await wechat(platform.codeOf('o-stranger'));
  expect([answer.status, errorIn(answer).code]).toEqual([403, 'wechat_not_bound']);
  expect(errorIn(answer).message).toContain('邀请码');
  expect([await PersonModel.countDocuments(), await signIns()]).toEqual([people, 0]);
});

test('WeCom’s mini-program: a member comes in however the id is spelled; a member who is not registered does not', async () => {
  const answer = await miniprogram(platform.codeOf(wangInWecom().toUpperCase()));
  expect(answer.body.person.id).toBe(factory.wang.id);
  const stranger = await miniprogram(platform.codeOf('NewMember'));
  expect(errorIn(stranger)).toMatchObject({ code: 'wecom_user_unknown', details: { userId: 'NewMember' } });
});

test('WeCom over the web: the browser goes out with a state and comes back with a code', async () => {
  const ticket = await setOut();
  const address = new URL(ticket.authorizeUrl);
  expect(address.pathname).toBe('/inside');
  expect(address.searchParams.get('state')).toBe(ticket.state);
  expect(ticket.state).toMatch(/^[A-Za-z0-9]{1,128}$/);
  expect(address.searchParams.get('redirect_uri')).toMatch(/^https:\/\/shop\.example\/app\//);
  expect(new URL((await setOut('outside')).authorizeUrl).pathname).toBe('/outside');
  const answer = await comeBack(platform.codeOf(wangInWecom()), ticket);
  expect([answer.status, answer.body.person.id]).toEqual([200, factory.wang.id]);
});

test('a state is good once, also with another code, and also for two at once', async () => {
  const ticket = await setOut();
  const answers = await Promise.all([comeBack(platform.codeOf(wangInWecom()), ticket), comeBack(platform.codeOf(wangInWecom()), ticket)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(errorIn(await comeBack(platform.codeOf(wangInWecom()), ticket)).code).toBe('login_state_invalid');
  expect(await signIns()).toBe(1);
  expect(await LoginStateModel.countDocuments({ _id: ticket.state.slice(9, 41) })).toBe(1);
});

test('somebody is lured here with another one’s code: without the proof of this browser it opens nothing, and WeCom is not even asked', async () => {
  const [attacker, victim] = [await setOut(), await setOut()];
  const code = platform.codeOf(wangInWecom());
  expect(errorIn(await comeBack(code, { state: attacker.state, proof: victim.proof })).code).toBe('login_state_invalid');
  expect(platform.asked).toEqual([]);
});

test('a state that is ten minutes old, changed in one place, or made up is none', async () => {
  const ticket = await setOut();
  const code = () => platform.codeOf(wangInWecom());
  const turned = ticket.state.endsWith('0') ? '1' : '0';
  for (const state of [`${ticket.state.slice(0, -1)}${turned}`, `z${ticket.state.slice(1)}`, 'a'.repeat(105), 'x'])
    expect(errorIn(await comeBack(code(), { ...ticket, state })).code).toBe('login_state_invalid');
  now = new Date(now.getTime() + 10 * 60_000);
  expect(errorIn(await comeBack(code(), ticket)).code).toBe('login_state_invalid');
  expect(await signIns()).toBe(0);
});

test('who has left is told so at every door', async () => {
  await asPerson(factory.wu).must(departPerson, { personId: factory.wang.id });
  const answers = [
    await wechat(platform.codeOf(`o-wang-${factory.id}`)),
    await miniprogram(platform.codeOf(wangInWecom())),
    await comeBack(platform.codeOf(wangInWecom()), await setOut()),
  ];
  expect(answers.map((answer) => errorIn(answer).code)).toEqual(['person_departed', 'person_departed', 'person_departed']);
  expect(await signIns()).toBe(0);
});

test('what the platform says is passed on in words, and opens nothing', async () => {
  const said = [
    refused({ code: 'login_misconfigured', platform: 'wecom', errcode: '60020' }),
    refused({ code: 'login_platform_away', platform: 'wecom' }),
    refused({ code: 'login_not_member' }),
  ] as const;
  for (const answer of said) {
    platform.answerWith(answer);
    const heard = errorIn(await miniprogram(platform.codeOf(wangInWecom())));
    expect(heard.code).toBe(answer.refusal.code);
    expect(heard.message).not.toMatch(/\{\{|\$t|undefined/);
  }
  expect(await signIns()).toBe(0);
});

test('no code, no state and no token stands in the journal, and a refused attempt leaves no line at all', async () => {
  const code = platform.codeOf(`o-wang-${factory.id}`);
  const { body } = await wechat(code);
  const ticket = await setOut();
  const webCode = platform.codeOf(wangInWecom());
  await comeBack(webCode, ticket);
  for (let turn = 0; turn < 5; turn += 1) await wechat(`made-up-${turn}`);
  await wechat(platform.codeOf('o-stranger'));
  const lines = await JournalEntryModel.find({ factoryId: factory.id }).lean();
  const kept = JSON.stringify(lines);
  for (const secret of [code, webCode, ticket.state, ticket.proof, body.accessToken, body.refreshToken, 'made-up'])
    expect(kept).not.toContain(secret);
  expect(lines.map(({ command, outcome }) => `${command} ${outcome}`)).toEqual([
    'identity.sign-in-wechat accepted',
    'identity.sign-in-wecom-web accepted',
  ]);
});
