import type { InvitationDto, SessionDto } from '../../../server/contracts/api/identity';
import { accessTokens, departPerson, invitePerson } from '../../../server/modules/identity';
import { InvitationModel } from '../../../server/modules/identity/models/invitation.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { asPerson, demoFactory, type TestFactory, type TestPerson } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';
import { aPlatform } from './support/a-platform';

let factory: TestFactory;
let app: TestApp;
let platform: ReturnType<typeof aPlatform>;

beforeEach(async () => {
  factory = await demoFactory();
  platform = aPlatform();
  app = await startApp(factory, { login: platform });
});
afterEach(() => app.stop());

const invite = invitePerson(accessTokens(TEST_SECRET), 'https://shop.example');
const invited = (person: TestPerson): Promise<InvitationDto> => asPerson(factory.wu).must(invite, { personId: person.id });
const bind = (invitationCode: string, openId: string) =>
  app
    .as({ 'x-channel': 'weapp' })
    .post<SessionDto>('/sessions/invitation', { invitationCode, wechatCode: platform.codeOf(openId) }, { key: null });
const comeIn = (openId: string) => app.as({}).post<SessionDto>('/sessions/wechat', { code: platform.codeOf(openId) }, { key: null });
const holders = (openId: string) => PersonModel.countDocuments({ factoryId: factory.id, wechatOpenId: openId });

test('an account that is somebody’s is not bound to somebody else, and the invitation stays open for the right one', async () => {
  await bind((await invited(factory.wang)).code, 'o-one');
  const { code } = await invited(factory.li);
  expect(errorIn(await bind(code, 'o-one')).code).toBe('wechat_bound_to_other');
  expect((await comeIn('o-one')).body.person.id).toBe(factory.wang.id);
  expect((await bind(code, 'o-li')).body.person.id).toBe(factory.li.id);
});

test('two invitations with one account at once: it is one person’s', async () => {
  const [mine, yours] = [await invited(factory.wang), await invited(factory.li)];
  const answers = await Promise.all([bind(mine.code, 'o-one'), bind(yours.code, 'o-one')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await holders('o-one')).toBe(1);
  expect(await InvitationModel.countDocuments({ factoryId: factory.id, state: 'open' })).toBe(1);
});

test('past every check the store itself keeps an account from having two people', async () => {
  await bind((await invited(factory.wang)).code, 'o-one');
  await expect(PersonModel.updateOne({ _id: factory.li.id }, { $set: { wechatOpenId: 'o-one' } })).rejects.toMatchObject({ code: 11000 });
});

test('a new phone with another account: the old account opens nothing any more, and its sign-ins are over', async () => {
  const old = (await bind((await invited(factory.wang)).code, 'o-old')).body;
  expect((await bind((await invited(factory.wang)).code, 'o-new')).status).toBe(200);
  expect(errorIn(await comeIn('o-old')).code).toBe('wechat_not_bound');
  expect(errorIn(await app.as({ authorization: `Bearer ${old.accessToken}` }).get('/me')).code).toBe('session_ended');
  expect((await comeIn('o-new')).body.person.id).toBe(factory.wang.id);
});

test('who has left and comes back as somebody new takes the account along', async () => {
  await bind((await invited(factory.wang)).code, 'o-one');
  await asPerson(factory.wu).must(departPerson, { personId: factory.wang.id });
  expect(errorIn(await comeIn('o-one')).code).toBe('person_departed');
  expect((await bind((await invited(factory.li)).code, 'o-one')).status).toBe(200);
  expect((await comeIn('o-one')).body.person.id).toBe(factory.li.id);
});

test('the same account in two factories is two people’s', async () => {
  await bind((await invited(factory.wang)).code, 'o-one');
  const other = await demoFactory();
  await PersonModel.updateOne({ _id: other.wang.id }, { $set: { wechatOpenId: 'o-one' } });
  expect((await comeIn('o-one')).body.person.id).toBe(factory.wang.id);
});
