import type { PersonDto, SessionDto } from '../../../server/contracts/api/identity';
import { departPerson } from '../../../server/modules/identity';
import { asPerson, demoFactory } from '../../support';
import { errorIn, startApp, type TestApp } from '../../support/http';

let app: TestApp;
afterEach(() => app.stop());

test('outside the demonstration its sign-in is not there: 404 as any address that never was, and in no document', async () => {
  const factory = await demoFactory();
  app = await startApp(factory, { demo: false });
  const asked = app.as({});
  expect(errorIn(await asked.get('/demo/people')).code).toBe('not_found');
  expect(errorIn(await asked.post('/demo/sign-in', { personId: factory.admin.id })).code).toBe('not_found');
  expect(errorIn(await asked.post('/never-was')).code).toBe('not_found');
  expect(JSON.stringify((await asked.get('/openapi.json')).body)).not.toMatch(/demo/i);
});

test('in the demonstration anybody may be anybody who works there', async () => {
  const factory = await demoFactory();
  app = await startApp(factory, { demo: true });
  const people = await app.as({}).get<{ items: PersonDto[] }>('/demo/people');
  expect(people.body.items.map(({ id }) => id)).toContain(factory.wang.id);
  const session = await app.as({}).post<SessionDto>('/demo/sign-in', { personId: factory.wang.id }, { key: null });
  expect(session.status).toBe(200);
  const me = await app.as({ authorization: `Bearer ${session.body.accessToken}` }).get<{ person: PersonDto }>('/me');
  expect(me.body.person.id).toBe(factory.wang.id);
});

test('nobody is anybody of another factory, or who has left', async () => {
  const other = await demoFactory();
  const factory = await demoFactory();
  app = await startApp(factory, { demo: true });
  await asPerson(factory.wu).must(departPerson, { personId: factory.li.id });
  for (const personId of [other.wang.id, factory.li.id, '0'.repeat(24)]) {
    expect(errorIn(await app.as({}).post('/demo/sign-in', { personId })).code).toBe('not_found');
  }
});
