import type { InvitationDto, SessionDto } from '../../../server/contracts/api/identity';
import { parseInvitationCode } from '../../../server/contracts/invitation-code';
import { accessTokens, changeRoles, departPerson, invitePerson, revokeInvitation } from '../../../server/modules/identity';
import { InvitationModel } from '../../../server/modules/identity/models/invitation.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { SessionModel } from '../../../server/modules/identity/models/session.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory, type TestPerson } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let factory: TestFactory;
let app: TestApp;
let platform: ReturnType<typeof aPlatform>;
let now: Date;
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

beforeEach(async () => {
  now = new Date();
  factory = await demoFactory();
  platform = aPlatform();
  app = await startApp(factory, { login: platform, clock: () => now });
});
afterEach(() => app.stop());

const invite = invitePerson(accessTokens(TEST_SECRET), 'https://shop.example');
const invited = (person: TestPerson, by: TestPerson = factory.wu): Promise<InvitationDto> =>
  asPerson(by).must(invite, { personId: person.id }, { now });
const withDevice = (invitationCode: string, device = 'a-phone-of-wang') =>
  app.as({}).post<SessionDto>('/sessions/invitation', { invitationCode, device }, { key: null });
const withWechat = (invitationCode: string, openId: string) =>
  app.as({}).post<SessionDto>('/sessions/invitation', { invitationCode, wechatCode: platform.codeOf(openId) }, { key: null });
const byWechat = (openId: string) => app.as({}).post<SessionDto>('/sessions/wechat', { code: platform.codeOf(openId) }, { key: null });
const openSessions = (person: TestPerson) => SessionModel.countDocuments({ factoryId: factory.id, personId: person.id, endedAt: null });
const openIdOf = async ({ id }: TestPerson) => (await PersonModel.findById(id).lean())?.wechatOpenId ?? null;

test('HR invites, the worker types the code as people do, and is in', async () => {
  const { code, link, qr, expiresAt, person } = await invited(factory.wang);
  expect(person).toEqual({ id: factory.wang.id, name: '王强' });
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(new URL(link).hash).toBe(`#invitation=${code}`);
  expect(parseInvitationCode(link)).toBe(code.replace(/-/g, ''));
  expect(qr).toMatch(/^data:image\/png;base64,/);
  expect(Date.parse(expiresAt)).toBe(now.getTime() + 72 * 3_600_000);
  const typed = ` ${code.toLowerCase().replace(/-/g, ' ')} `;
  const answer = await withDevice(typed);
  expect([answer.status, answer.body.person.id]).toEqual([200, factory.wang.id]);
  expect((await app.as({ authorization: `Bearer ${answer.body.accessToken}` }).get('/me')).status).toBe(200);
});

test('an invitation that has been used is used, for whoever picks the note up later', async () => {
  const { code } = await invited(factory.wang);
  expect((await withDevice(code)).status).toBe(200);
  expect(errorIn(await withDevice(code, 'a-phone-of-somebody-else')).code).toBe('invitation_used');
  expect(errorIn(await withWechat(code, 'o-somebody-else')).code).toBe('invitation_used');
  expect([await openSessions(factory.wang), await openIdOf(factory.wang)]).toEqual([1, null]);
});

test('two with one code at once: one is in', async () => {
  const { code } = await invited(factory.wang);
  const answers = await Promise.all([
    withDevice(code, 'device-number-one'),
    withDevice(code, 'device-number-two'),
    withWechat(code, 'o-third'),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await openSessions(factory.wang)).toBe(1);
});

test('the answer is lost on bad signal: the same device is given the same sign-in again, for ten minutes and not after', async () => {
  const { code } = await invited(factory.wang);
  const lost = await withDevice(code);
  later(60);
  const again = await withDevice(code);
  expect([again.status, again.body.refreshToken]).toEqual([200, lost.body.refreshToken]);
  expect(await openSessions(factory.wang)).toBe(1);
  later(600);
  expect(errorIn(await withDevice(code)).code).toBe('invitation_used');
});

test('the answer is lost and the sign-in has been ended since: it does not come back to life', async () => {
  const { code } = await invited(factory.wang);
  await withDevice(code);
  await app.api(factory.wu).post(`/people/${factory.wang.id}/end-sessions`);
  expect(errorIn(await withDevice(code)).code).toBe('invitation_used');
});

test('an invitation ends after three days, when it is withdrawn, when another is given, and when the person leaves', async () => {
  const old = await invited(factory.wang);
  later(72 * 3_600);
  expect(errorIn(await withDevice(old.code)).code).toBe('invitation_expired');
  const withdrawn = await invited(factory.wang);
  expect(await asPerson(factory.xu).must(revokeInvitation, { personId: factory.wang.id })).toEqual({ changed: true });
  expect(await asPerson(factory.xu).must(revokeInvitation, { personId: factory.wang.id })).toEqual({ changed: false });
  expect(errorIn(await withDevice(withdrawn.code)).code).toBe('invitation_invalid');
  const [first, second] = [await invited(factory.wang), await invited(factory.wang)];
  expect(errorIn(await withDevice(first.code)).code).toBe('invitation_invalid');
  await asPerson(factory.wu).must(departPerson, { personId: factory.wang.id });
  expect(['invitation_invalid', 'person_departed']).toContain(errorIn(await withDevice(second.code)).code);
  expect(await openSessions(factory.wang)).toBe(0);
});

test('nobody is let into another factory by a code of this one', async () => {
  const other = await demoFactory();
  const { code } = await invited(other.wang, other.wu);
  expect(errorIn(await withDevice(code)).code).toBe('invitation_invalid');
});

test.each(['wang', 'zhang', 'zhao', 'liu', 'zhou'] as const)('%s may invite nobody', async (who) => {
  await expect(asPerson(factory[who]).run(invite, { personId: factory.li.id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(factory[who]).run(revokeInvitation, { personId: factory.li.id })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a leader lets in new hands of the own workshop, and cannot come in as anybody who has been here, or is more', async () => {
  const leader = asPerson(factory.chen);
  expect(await leader.run(invite, { personId: factory.li.id })).toMatchObject({ kind: 'accepted' });
  expect(await leader.run(invite, { personId: factory.sun.id })).toMatchObject({ refusal: { code: 'not_found' } });
  for (const more of [factory.zhang, factory.chen])
    expect(await leader.run(invite, { personId: more.id })).toMatchObject({ refusal: { code: 'forbidden' } });
  await app.signIn(factory.wang);
  expect(await leader.run(invite, { personId: factory.wang.id })).toMatchObject({ refusal: { code: 'forbidden' } });
  await asPerson(factory.admin).must(changeRoles, { personId: factory.li.id, roles: ['worker', 'hr'] });
  expect(await leader.run(invite, { personId: factory.li.id })).toMatchObject({ refusal: { code: 'forbidden' } });
});

test('only an administrator opens a door to an administrator', async () => {
  for (const who of [factory.wu, factory.xu])
    expect(await asPerson(who).run(invite, { personId: factory.admin.id })).toMatchObject({ refusal: { code: 'forbidden' } });
  expect(await asPerson(factory.admin).run(invite, { personId: factory.admin.id })).toMatchObject({ kind: 'accepted' });
});

test('who has left, or works elsewhere, is not found', async () => {
  const other = await demoFactory();
  await asPerson(factory.wu).must(departPerson, { personId: factory.li.id });
  for (const personId of [factory.li.id, other.wang.id, '0'.repeat(24)])
    expect(await asPerson(factory.wu).run(invite, { personId })).toMatchObject({ refusal: { code: 'not_found' } });
});

test('bad input is named, and invites nobody', async () => {
  for (const personId of ['x', { $ne: null }]) {
    await expect(asPerson(factory.wu).run(invite, { personId } as never)).rejects.toMatchObject({ code: 'invalid_input' });
  }
  expect(await InvitationModel.countDocuments({ factoryId: factory.id })).toBe(0);
});

test('the same key twice gives no code a second time, and two at once leave one that is open', async () => {
  const key = 'one-tap-of-hr';
  await asPerson(factory.wu).must(invite, { personId: factory.wang.id }, { key });
  await expect(asPerson(factory.wu).run(invite, { personId: factory.wang.id }, { key })).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
  await Promise.all([invited(factory.wang), invited(factory.wang, factory.xu), invited(factory.wang, factory.admin)]);
  expect(await InvitationModel.countDocuments({ factoryId: factory.id, personId: factory.wang.id, state: 'open' })).toBe(1);
});

test('a code stands nowhere: not in the journal, not in the store, not when it is used', async () => {
  const { code } = await invited(factory.wang);
  await withDevice(code);
  await withDevice('2222-3333-4444');
  const kept = JSON.stringify([await JournalEntryModel.find({ factoryId: factory.id }).lean(), await InvitationModel.find().lean()]);
  for (const secret of [code, code.replace(/-/g, ''), 'a-phone-of-wang', '2222']) expect(kept).not.toContain(secret);
  expect(kept).toContain('identity.person_invited');
  expect(kept).toContain('identity.invitation_accepted');
});

test('an account of WeChat is bound by an invitation and opens the door from then on', async () => {
  const { code } = await invited(factory.wang);
  expect(errorIn(await byWechat('o-wang')).code).toBe('wechat_not_bound');
  expect((await withWechat(code, 'o-wang')).body.person.id).toBe(factory.wang.id);
  expect((await byWechat('o-wang')).body.person.id).toBe(factory.wang.id);
});

test('an answer that is lost after the binding: the same account comes in with the same code, and any other does not', async () => {
  const { code } = await invited(factory.wang);
  await withWechat(code, 'o-wang');
  expect((await withWechat(code, 'o-wang')).status).toBe(200);
  expect(errorIn(await withWechat(code, 'o-li')).code).toBe('invitation_used');
});
