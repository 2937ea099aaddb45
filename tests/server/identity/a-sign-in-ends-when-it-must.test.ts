import type { SessionDto } from '../../../server/contracts/api/identity';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { SessionModel } from '../../../server/modules/identity/models/session.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { demoFactory, type TestFactory } from '../../support';
import { errorIn, startApp, type TestApp } from '../../support/http';

let factory: TestFactory;
let app: TestApp;
let now: Date;
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

beforeEach(async () => {
  now = new Date();
  factory = await demoFactory();
  app = await startApp(factory, { clock: () => now });
});
afterEach(() => app.stop());

const me = (session: Pick<SessionDto, 'accessToken'>) => app.as({ authorization: `Bearer ${session.accessToken}` }).get('/me');
const refresh = (token: string) => app.as({}).post<SessionDto>('/sessions/refresh', { refreshToken: token }, { key: null });
const endedBecause = async (): Promise<(string | null)[]> =>
  (await SessionModel.find({ factoryId: factory.id }).sort({ _id: 1 }).lean()).map((session) => session.endedBecause);

test('a refresh gives the next tokens, and the next refresh the ones after', async () => {
  const first = await app.signIn(factory.wang);
  later(600);
  const second = await refresh(first.refreshToken);
  expect(second.status).toBe(200);
  expect(second.body.refreshToken).not.toBe(first.refreshToken);
  expect((await me(second.body)).status).toBe(200);
  later(600);
  const third = await refresh(second.body.refreshToken);
  expect(third.status).toBe(200);
  expect(new Set([first.refreshToken, second.body.refreshToken, third.body.refreshToken]).size).toBe(3);
});

test('a stolen token: whoever comes second ends the sign-in for both, and no other device of the person', async () => {
  const [phone, tablet] = [await app.signIn(factory.wang), await app.signIn(factory.wang)];
  later(600);
  const thief = (await refresh(phone.refreshToken)).body;
  later(120);
  expect(errorIn(await refresh(phone.refreshToken)).code).toBe('session_stolen');
  expect(errorIn(await refresh(thief.refreshToken)).code).toBe('session_ended');
  expect(errorIn(await me(thief)).code).toBe('session_ended');
  expect((await refresh(tablet.refreshToken)).status).toBe(200);
  expect(await endedBecause()).toEqual(['stolen', null]);
});

test('a thief who was as quick as a retry holds the same one token as the owner, and is found out at its next use', async () => {
  const phone = await app.signIn(factory.wang);
  later(600);
  const owner = (await refresh(phone.refreshToken)).body;
  later(5);
  const thief = (await refresh(phone.refreshToken)).body;
  later(600);
  expect((await refresh(owner.refreshToken)).status).toBe(200);
  later(300);
  expect(errorIn(await refresh(thief.refreshToken)).code).toBe('session_stolen');
  expect(await endedBecause()).toEqual(['stolen']);
});

test('the answer to a refresh is lost on bad signal: the same device asks again and is let in with the same next token', async () => {
  const phone = await app.signIn(factory.wang);
  later(600);
  const lost = await refresh(phone.refreshToken);
  later(29);
  const again = await refresh(phone.refreshToken);
  expect(again.status).toBe(200);
  expect(again.body.refreshToken).toBe(lost.body.refreshToken);
  expect((await me(again.body)).status).toBe(200);
  later(600);
  expect((await refresh(again.body.refreshToken)).status).toBe(200);
  expect(await endedBecause()).toEqual([null]);
});

test('ten refreshes of one token at once: all are given the same next token, and the sign-in goes on', async () => {
  const phone = await app.signIn(factory.wang);
  later(600);
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(phone.refreshToken)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
  expect((await refresh(answers[0]?.body.refreshToken ?? '')).status).toBe(200);
  expect(await endedBecause()).toEqual([null]);
});

test('a late copy of an older request is refused and logs nobody out', async () => {
  const phone = await app.signIn(factory.wang);
  later(600);
  const second = await refresh(phone.refreshToken);
  later(5);
  const third = await refresh(second.body.refreshToken);
  later(5);
  expect(errorIn(await refresh(phone.refreshToken)).code).toBe('session_ended');
  expect((await me(third.body)).status).toBe(200);
});

test('a sign-in that nobody used for a month is over', async () => {
  const phone = await app.signIn(factory.wang);
  later(30 * 86_400 + 1);
  expect(errorIn(await refresh(phone.refreshToken)).code).toBe('session_ended');
});

test('no refresh token stands in the journal or in the sessions', async () => {
  const phone = await app.signIn(factory.wang);
  const { body } = await refresh(phone.refreshToken);
  await refresh('x'.repeat(40));
  const kept = JSON.stringify([await JournalEntryModel.find({ factoryId: factory.id }).lean(), await SessionModel.find().lean()]);
  for (const secret of [phone.refreshToken, body.refreshToken, body.accessToken, 'xxxxxxxxxx']) expect(kept).not.toContain(secret);
  expect(kept).toContain('identity.refresh-session');
});

test('B-13.4 somebody leaves: within one request every token of every device is dead, and cannot be refreshed', async () => {
  const devices = [await app.signIn(factory.wang), await app.signIn(factory.wang)];
  for (const device of devices) expect((await me(device)).status).toBe(200);
  expect((await app.api(factory.wu).post(`/people/${factory.wang.id}/departure`)).status).toBe(200);
  for (const device of devices) {
    expect(errorIn(await me(device)).code).toBe('person_departed');
    expect((await refresh(device.refreshToken)).status).toBe(401);
  }
  expect((await endedBecause()).filter((cause) => cause === 'departed')).toHaveLength(2);
});

test('B-13.4 somebody leaves in the middle of a hundred requests: none that begins after the answer is let through', async () => {
  const device = await app.signIn(factory.wang);
  let gone = false;
  const late: number[] = [];
  const ask = async () => {
    for (let turn = 0; turn < 20; turn++) {
      const began = gone;
      const { status } = await me(device);
      if (began) late.push(status);
    }
  };
  const leave = async () => {
    await app.api(factory.wu).post(`/people/${factory.wang.id}/departure`);
    gone = true;
  };
  await Promise.all([ask(), ask(), ask(), leave(), ask(), ask()]);
  late.push((await me(device)).status);
  expect(new Set(late)).toEqual(new Set([401]));
});

test('B-13.5 a change of roles holds at the next request of who is signed in already', async () => {
  const device = await app.signIn(factory.li);
  const asked = app.as({ authorization: `Bearer ${device.accessToken}` });
  expect((await asked.get('/alerts')).status).toBe(403);
  await app.api(factory.wu).post(`/people/${factory.li.id}/roles`, { roles: ['leader'] });
  expect((await asked.get('/alerts')).status).toBe(200);
  await app.api(factory.wu).post(`/people/${factory.li.id}/roles`, { roles: ['worker'] });
  expect((await asked.get('/alerts')).status).toBe(403);
});

test('signing out everywhere ends every device at its next request, and nobody else’s', async () => {
  const [phone, tablet, other] = [await app.signIn(factory.wang), await app.signIn(factory.wang), await app.signIn(factory.li)];
  for (const device of [phone, tablet, other]) expect((await me(device)).status).toBe(200);
  expect((await app.as({ authorization: `Bearer ${phone.accessToken}` }).post('/sessions/end-all')).body).toEqual({ changed: true });
  for (const device of [phone, tablet]) {
    expect(errorIn(await me(device)).code).toBe('session_ended');
    expect(errorIn(await refresh(device.refreshToken)).code).toBe('session_ended');
  }
  expect((await me(other)).status).toBe(200);
});

test('a sign-in of one person does not open the door for another, even with a token that says so', async () => {
  const device = await app.signIn(factory.wang);
  await SessionModel.updateMany({ factoryId: factory.id }, { $set: { personId: factory.li.id } });
  expect(errorIn(await me(device)).code).toBe('session_ended');
});

test('a person who is no longer in the store is nobody', async () => {
  const device = await app.signIn(factory.wang);
  await PersonModel.deleteOne({ _id: factory.wang.id });
  expect(errorIn(await me(device)).code).toBe('session_ended');
});
