import type { PeopleAccessDto, SessionDto, SignedInDeviceDto } from '../../../server/contracts/api/identity';
import {
  accessTokens,
  departPerson,
  endOwnSession,
  endSessionsOfPerson,
  invitePerson,
  peopleAccess,
} from '../../../server/modules/identity';
import { SessionModel } from '../../../server/modules/identity/models/session.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory, type TestPerson } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let factory: TestFactory;
let app: TestApp;
let now: Date;
beforeEach(async () => {
  now = new Date();
  factory = await demoFactory();
  app = await startApp(factory, { demo: true, login: aPlatform(), clock: () => now });
});
afterEach(() => app.stop());

const on = (session: SessionDto) => app.as({ authorization: `Bearer ${session.accessToken}` });
const devicesOf = async (session: SessionDto) => (await on(session).get<{ items: SignedInDeviceDto[] }>('/my/devices')).body.items;
const signInOn = async (deviceName: string, person: TestPerson = factory.wang) =>
  (await app.as({ 'x-channel': 'web' }).post<SessionDto>('/demo/sign-in', { personId: person.id, deviceName }, { key: null })).body;
const accessTo = async (person: TestPerson, as: TestPerson = factory.wu) =>
  (await asPerson(as).ask(peopleAccess, {}, now)).items.find((one) => one.person.id === person.id);

test('I see where I am signed in, since when and when it was last used, and which one this is', async () => {
  const phone = await signInOn('微信 · 华为 P40');
  now = new Date(now.getTime() + 60_000);
  const desk = await signInOn('Chrome · Windows');
  const devices = await devicesOf(desk);
  expect(devices.map(({ deviceName, channel, way, current }) => [deviceName, channel, way, current])).toEqual([
    ['Chrome · Windows', 'web', 'demo', true],
    ['微信 · 华为 P40', 'web', 'demo', false],
  ]);
  now = new Date(now.getTime() + 600_000);
  const renewed = (await app.as({}).post<SessionDto>('/sessions/refresh', { refreshToken: phone.refreshToken }, { key: null })).body;
  const [first] = await devicesOf(renewed);
  expect([first?.deviceName, first?.lastUsedAt]).toEqual(['微信 · 华为 P40', now.toISOString()]);
});

test('I end the phone that I lost: it is out at its next request, this one stays', async () => {
  const [phone, desk] = [await signInOn('phone'), await signInOn('desk')];
  expect((await on(phone).get('/me')).status).toBe(200);
  const lost = (await devicesOf(desk)).find(({ deviceName }) => deviceName === 'phone');
  expect((await on(desk).post(`/my/devices/${lost?.id}/end`)).body).toEqual({ changed: true });
  expect((await on(desk).post(`/my/devices/${lost?.id}/end`)).body).toEqual({ changed: false });
  expect(errorIn(await on(phone).get('/me')).code).toBe('session_ended');
  expect((await on(desk).get('/me')).status).toBe(200);
});

test('nobody ends a sign-in of somebody else by its number', async () => {
  const [mine, yours] = [await signInOn('mine'), await signInOn('yours', factory.li)];
  const [device] = await devicesOf(yours);
  expect(errorIn(await on(mine).post(`/my/devices/${device?.id}/end`)).code).toBe('not_found');
  const other = await demoFactory();
  expect(await asPerson(other.admin).run(endOwnSession, { sessionId: device?.id ?? '' })).toMatchObject({ refusal: { code: 'not_found' } });
  expect((await on(yours).get('/me')).status).toBe(200);
});

test('signing out here ends this device and no other', async () => {
  const [phone, desk] = [await signInOn('phone'), await signInOn('desk')];
  expect((await on(phone).post('/sessions/end')).body).toEqual({ changed: true });
  expect(errorIn(await on(phone).get('/me')).code).toBe('session_ended');
  expect((await on(desk).get('/me')).status).toBe(200);
});

test('HR ends every sign-in of somebody, who hears it at the next request and may come in again', async () => {
  const devices = [await signInOn('phone'), await signInOn('desk')];
  const other = await signInOn('of li', factory.li);
  expect(await asPerson(factory.wu).must(endSessionsOfPerson, { personId: factory.wang.id })).toEqual({ ended: 2 });
  for (const device of devices) expect(errorIn(await on(device).get('/me')).code).toBe('session_ended');
  expect((await on(other).get('/me')).status).toBe(200);
  expect((await on(await signInOn('again')).get('/me')).status).toBe(200);
});

test.each(['wang', 'chen', 'zhang', 'liu', 'zhou'] as const)('%s ends nobody else’s sign-ins', async (who) => {
  const device = await signInOn('phone', factory.li);
  await expect(asPerson(factory[who]).run(endSessionsOfPerson, { personId: factory.li.id })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await on(device).get('/me')).status).toBe(200);
});

test('an HR of one workshop ends those of that workshop only; two at once, and the same key twice, end each once', async () => {
  await signInOn('phone');
  const hr = { ...factory.wu, actor: { ...factory.wu.actor, scope: { ...factory.wu.actor.scope, workshopIds: ['w2'] } } };
  expect(await asPerson(hr).run(endSessionsOfPerson, { personId: factory.wang.id })).toMatchObject({ refusal: { code: 'not_found' } });
  await expect(asPerson(factory.wu).run(endSessionsOfPerson, { personId: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  const outcomes = await Promise.all([
    asPerson(factory.wu).must(endSessionsOfPerson, { personId: factory.wang.id }),
    asPerson(factory.xu).must(endSessionsOfPerson, { personId: factory.wang.id }),
  ]);
  expect(outcomes.map(({ ended }) => ended).sort()).toEqual([0, 1]);
  await signInOn('phone');
  const key = 'one-tap-of-hr';
  const first = await asPerson(factory.wu).must(endSessionsOfPerson, { personId: factory.wang.id }, { key });
  expect(await asPerson(factory.wu).must(endSessionsOfPerson, { personId: factory.wang.id }, { key })).toEqual(first);
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, 'facts.type': 'identity.sessions_ended' })).toBe(2);
});

test('who hands out access sees how everybody gets in: never, invited, signed in, signed out, left', async () => {
  expect(await accessTo(factory.wang)).toMatchObject({ state: 'never', openSessions: 0, invitedUntil: null, wechatBound: false });
  await asPerson(factory.wu).must(invitePerson(accessTokens(TEST_SECRET), ''), { personId: factory.wang.id }, { now });
  expect(await accessTo(factory.wang)).toMatchObject({
    state: 'invited',
    invitedUntil: new Date(now.getTime() + 72 * 3_600_000).toISOString(),
  });
  await signInOn('phone');
  await signInOn('desk');
  expect(await accessTo(factory.wang)).toMatchObject({ state: 'signed_in', openSessions: 2, lastUsedAt: now.toISOString() });
  await asPerson(factory.wu).must(endSessionsOfPerson, { personId: factory.wang.id });
  expect(await accessTo(factory.wang)).toMatchObject({ openSessions: 0, lastUsedAt: now.toISOString() });
  await asPerson(factory.wu).must(departPerson, { personId: factory.wang.id }, { now });
  expect(await accessTo(factory.wang)).toMatchObject({ state: 'departed', departedAt: now.toISOString(), may: [], invitedUntil: null });
  expect(await SessionModel.countDocuments({ factoryId: factory.id, endedAt: null })).toBe(0);
});

test('what may be done with whom is said beforehand, and is what the commands then say', async () => {
  const may = async (person: TestPerson, as: TestPerson) => (await accessTo(person, as))?.may ?? null;
  expect(await may(factory.wang, factory.wu)).toEqual(['invite', 'end_sessions', 'change_roles', 'depart']);
  expect(await may(factory.wu, factory.wu)).toEqual(['invite', 'end_sessions']);
  expect(await may(factory.admin, factory.wu)).toEqual(['end_sessions']);
  expect(await may(factory.li, factory.chen)).toEqual(['invite']);
  expect(await may(factory.zhang, factory.chen)).toEqual([]);
  expect(await may(factory.sun, factory.chen)).toBeNull();
  for (const who of ['wang', 'zhang', 'liu', 'zhou'] as const)
    await expect(asPerson(factory[who]).ask(peopleAccess, {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('nobody departs themselves, and only an administrator departs one', async () => {
  expect(await asPerson(factory.wu).run(departPerson, { personId: factory.wu.id })).toMatchObject({ refusal: { code: 'forbidden' } });
  expect(await asPerson(factory.wu).run(departPerson, { personId: factory.admin.id })).toMatchObject({ refusal: { code: 'forbidden' } });
});

test('people are found by a part of their name, and a name that means something to a program is a name', async () => {
  const named = async (q: string) =>
    (await app.api(factory.wu).get<PeopleAccessDto>(`/people/access?q=${encodeURIComponent(q)}`)).body.items;
  expect((await named('王')).map(({ person }) => person.name)).toEqual(['王强']);
  for (const q of ['.*', '(((', '^', '[a', '\\']) expect(await named(q)).toEqual([]);
});
