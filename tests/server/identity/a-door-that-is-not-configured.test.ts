import { demoFactory } from '../../support';
import { errorIn, startApp, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let app: TestApp;
afterEach(() => app.stop());

const doors = async () => (await app.as({}).get<{ doors: string[] }>('/sign-in-doors')).body.doors;
const BODIES = {
  '/sessions/wechat': { code: 'x' },
  '/sessions/wecom-miniprogram': { code: 'x' },
  '/sessions/wecom-web': { code: 'x', state: 'x', proof: 'x'.repeat(43) },
};

test('without any platform there is the invitation alone; the other addresses are not there, and in no document', async () => {
  app = await startApp(await demoFactory());
  expect(await doors()).toEqual(['invitation']);
  for (const [path, body] of Object.entries(BODIES)) expect(errorIn(await app.as({}).post(path, body)).code).toBe('not_found');
  expect(errorIn(await app.as({}).get('/sessions/wecom-web')).code).toBe('not_found');
  expect(Object.keys((await app.as({}).get<{ paths: object }>('/openapi.json')).body.paths).join(' ')).not.toMatch(/wechat|wecom/);
});

test('with WeChat only, WeCom’s doors are not there', async () => {
  const { publicUrl, wechat } = aPlatform();
  app = await startApp(await demoFactory(), { login: { publicUrl, wechat } });
  expect(await doors()).toEqual(['wechat', 'invitation']);
  expect(errorIn(await app.as({}).post('/sessions/wecom-miniprogram', { code: 'x' })).code).toBe('not_found');
  expect(errorIn(await app.as({}).post('/sessions/wechat', { code: 'x' })).code).toBe('login_code_invalid');
});

test('with WeCom only, WeChat’s door is not there, and an invitation cannot bind a WeChat account', async () => {
  const { publicUrl, wecom } = aPlatform();
  const factory = await demoFactory();
  app = await startApp(factory, { login: { publicUrl, wecom } });
  expect(await doors()).toEqual(['wecom-miniprogram', 'wecom-web', 'invitation']);
  const { body } = await app.api(factory.wu).post<{ code: string }>(`/people/${factory.wang.id}/invitation`);
  const answer = await app.as({}).post('/sessions/invitation', { invitationCode: body.code, wechatCode: 'x' });
  expect(errorIn(answer).code).toBe('login_code_invalid');
  expect((await app.as({}).post('/sessions/invitation', { invitationCode: body.code, device: 'a-phone-of-wang' })).status).toBe(200);
});

test('the demonstration says so, and every other installation does not', async () => {
  app = await startApp(await demoFactory(), { demo: true, login: aPlatform() });
  expect(await doors()).toEqual(['wechat', 'wecom-miniprogram', 'wecom-web', 'invitation', 'demo']);
});
