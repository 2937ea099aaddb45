import { ulid } from 'ulid';
import type { SessionDto } from '../../../server/contracts/api/identity';
import { foundOwnFactory } from '../../../server/found-factory';
import { accessTokens, factoryOf, inviteFirstAdministrator } from '../../../server/modules/identity';
import { FactoryModel } from '../../../server/modules/identity/models/factory.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { readConfig } from '../../../server/platform/config/config';
import { demoFactory, openStore } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';

const tokens = accessTokens(TEST_SECRET);
const invite = (factoryId: string, comesByWecom = false) =>
  inviteFirstAdministrator({ tokens, publicUrl: 'https://shop.example', factoryId, comesByWecom, now: new Date() });

async function found(env: Record<string, string>): Promise<string> {
  await openStore();
  await FactoryModel.deleteMany({});
  await PersonModel.deleteMany({});
  return foundOwnFactory(readConfig({ DEMO: '0', TOKEN_SECRET: TEST_SECRET, ...env }));
}

let app: TestApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** The HTTP face over the factory that was founded, whose people nobody has cast. */
async function doors(factoryId: string): Promise<TestApp> {
  app = await startApp({ ...(await demoFactory()), id: factoryId, settings: () => factoryOf(factoryId) });
  return app;
}
const comeIn = (face: TestApp, code: string) =>
  face.as({}).post<SessionDto>('/sessions/invitation', { invitationCode: code, device: `device-${ulid()}` }, { key: null });

test('a factory without WeCom has an administrator, who comes in once with what the start prints, and takes somebody on', async () => {
  const factoryId = await found({ FIRST_ADMIN_NAME: '孙厂长' });
  const invitation = await invite(factoryId);
  expect(invitation).toMatchObject({ name: '孙厂长', link: expect.stringContaining('https://shop.example/app/') });
  const face = await doors(factoryId);
  const session = (await comeIn(face, invitation?.code ?? '')).body;
  expect(session.person).toMatchObject({ name: '孙厂长', roles: ['admin'] });
  const api = face.as({ authorization: `Bearer ${session.accessToken}` });
  expect((await api.post('/people', { name: '王强', roles: ['worker'], workshopIds: ['w1'] })).status).toBe(201);
  // From now on the start has nothing to print any more, and the code is worth nothing.
  expect(await invite(factoryId)).toBeNull();
  expect(errorIn(await comeIn(face, invitation?.code ?? '')).code).toBe('invitation_used');
});

test('each start withdraws the code of the one before', async () => {
  const factoryId = await found({});
  const [lost, current] = [await invite(factoryId), await invite(factoryId)];
  const face = await doors(factoryId);
  expect(errorIn(await comeIn(face, lost?.code ?? '')).code).toBe('invitation_invalid');
  expect((await comeIn(face, current?.code ?? '')).status).toBe(200);
});

test('whoever comes in by WeCom needs no code; where WeCom is not set up after all, one is printed', async () => {
  const factoryId = await found({ FIRST_ADMIN_WECOM_USER: 'SunBoss' });
  expect(await PersonModel.findOne({ factoryId }).lean()).toMatchObject({ wecomUserId: 'sunboss', name: 'SunBoss' });
  expect(await invite(factoryId, true)).toBeNull();
  expect(await invite(factoryId, false)).toMatchObject({ name: 'SunBoss' });
});

test('a factory whose only administrator has left prints no way in for anybody else', async () => {
  const factoryId = await found({});
  await PersonModel.updateMany({ factoryId }, { $set: { state: 'departed', departedAt: new Date() } });
  expect(await invite(factoryId)).toBeNull();
});
