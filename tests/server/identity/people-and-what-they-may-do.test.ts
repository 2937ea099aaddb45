import { changeRoles, createPerson, departPerson, people } from '../../../server/modules/identity';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestPerson } from '../../support';

const newcomer = { name: '郭新', roles: ['worker' as const], workshopIds: ['w1'] };
/** The same person with a narrower scope: an HR of one workshop. */
const onlyIn = (person: TestPerson, ...workshopIds: string[]): TestPerson => ({
  ...person,
  actor: { ...person.actor, scope: { ...person.actor.scope, workshopIds } },
});
const headcount = (factoryId: string) => PersonModel.countDocuments({ factoryId });

test('HR takes somebody on, who is in the list of people at once', async () => {
  const { wu, id } = await demoFactory();
  const person = await asPerson(wu).must(createPerson, { ...newcomer, wecomUserId: `Guo.${id}` });
  expect(person).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    name: '郭新',
    roles: ['worker'],
    workshopIds: ['w1'],
    warehouseIds: [],
    wecomUserId: `guo.${id}`,
    state: 'active',
  });
  expect((await asPerson(wu).ask(people, { role: 'worker', workshopId: 'w1' })).items).toContainEqual(person);
});

test.each(['wang', 'chen', 'zhang', 'zhao', 'liu', 'zhou'] as const)('%s may not take on, change or dismiss anybody', async (who) => {
  const factory = await demoFactory();
  const asked = asPerson(factory[who]);
  const before = await headcount(factory.id);
  await expect(asked.run(createPerson, newcomer)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asked.run(changeRoles, { personId: factory.li.id, roles: ['admin'] })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asked.run(departPerson, { personId: factory.li.id })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await headcount(factory.id)).toBe(before);
  expect(await PersonModel.findById(factory.li.id).lean()).toMatchObject({ roles: ['worker'], state: 'active', rightsVersion: 0 });
});

test('an HR of one workshop takes on and decides about people of that workshop only', async () => {
  const factory = await demoFactory();
  const hr = asPerson(onlyIn(factory.wu, 'w1'));
  expect(await hr.run(createPerson, { ...newcomer, workshopIds: ['w2'] })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'out_of_scope', workshopId: 'w2' },
  });
  expect(await hr.run(createPerson, { ...newcomer, workshopIds: ['*'] })).toMatchObject({ refusal: { code: 'out_of_scope' } });
  for (const stranger of [factory.sun, factory.zhou]) {
    expect(await hr.run(changeRoles, { personId: stranger.id, roles: ['leader'] })).toMatchObject({ refusal: { code: 'not_found' } });
    expect(await hr.run(departPerson, { personId: stranger.id })).toMatchObject({ refusal: { code: 'not_found' } });
    expect(await PersonModel.findById(stranger.id).lean()).toMatchObject({ state: 'active', rightsVersion: 0 });
  }
  expect(await hr.run(changeRoles, { personId: factory.li.id, roles: ['leader'] })).toMatchObject({ value: { roles: ['leader'] } });
});

test('people of another factory are not found, whoever asks', async () => {
  const factory = await demoFactory();
  const other = await demoFactory();
  expect(await asPerson(other.admin).run(changeRoles, { personId: factory.li.id, roles: ['leader'] })).toMatchObject({
    refusal: { code: 'not_found' },
  });
  expect(await asPerson(other.admin).run(departPerson, { personId: factory.li.id })).toMatchObject({ refusal: { code: 'not_found' } });
  expect((await asPerson(other.admin).ask(people, {})).items.map((person) => person.id)).not.toContain(factory.li.id);
});

test('a workshop that does not exist is refused, and nobody is taken on', async () => {
  const { wu, id } = await demoFactory();
  const before = await headcount(id);
  expect(await asPerson(wu).run(createPerson, { ...newcomer, workshopIds: ['w1', 'w9'] })).toMatchObject({
    refusal: { code: 'out_of_scope', workshopId: 'w9' },
  });
  expect(await headcount(id)).toBe(before);
});

test('managing people is not the right to every other right: only an administrator makes or unmakes one', async () => {
  const factory = await demoFactory();
  for (const who of [factory.wu, factory.xu]) {
    expect(await asPerson(who).run(createPerson, { ...newcomer, roles: ['admin'] })).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await asPerson(who).run(changeRoles, { personId: factory.li.id, roles: ['worker', 'admin'] })).toMatchObject({
      refusal: { code: 'forbidden' },
    });
    expect(await asPerson(who).run(changeRoles, { personId: factory.admin.id, roles: ['worker'] })).toMatchObject({
      refusal: { code: 'forbidden' },
    });
    expect(await asPerson(who).run(changeRoles, { personId: who.id, roles: ['hr', 'manager'] })).toMatchObject({
      refusal: { code: 'forbidden' },
    });
  }
  expect(await PersonModel.findById(factory.admin.id).lean()).toMatchObject({ roles: ['admin'] });
  expect(await asPerson(factory.admin).must(changeRoles, { personId: factory.li.id, roles: ['admin', 'admin'] })).toMatchObject({
    roles: ['admin'],
  });
});

test.each([
  ['no name', { ...newcomer, name: '  ' }, 'name'],
  ['no role', { ...newcomer, roles: [] }, 'roles'],
  ['a role that there is not', { ...newcomer, roles: ['owner'] }, 'roles.0'],
  ['an operator for a workshop', { ...newcomer, workshopIds: [{ $ne: null }] }, 'workshopIds.0'],
  ['a state of its own choosing', { ...newcomer, state: 'active' }, 'state'],
  ['another factory', { ...newcomer, factoryId: 'x' }, 'factoryId'],
])('bad input, %s: the field is named and nobody is taken on', async (_, input, path) => {
  const { wu, id } = await demoFactory();
  const before = await headcount(id);
  await expect(asPerson(wu).run(createPerson, input as never)).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [expect.objectContaining({ path })],
  });
  expect(await headcount(id)).toBe(before);
});

test('the same key twice takes one person on, and answers the same', async () => {
  const { wu, id } = await demoFactory();
  const before = await headcount(id);
  const first = await asPerson(wu).must(createPerson, newcomer, { key: 'one-tap-0001' });
  expect(await asPerson(wu).must(createPerson, newcomer, { key: 'one-tap-0001' })).toEqual(first);
  expect(await headcount(id)).toBe(before + 1);
});

test('two at once take on one WeCom user: one does, the other is told', async () => {
  const { wu, xu, id } = await demoFactory();
  const before = await headcount(id);
  const wish = { ...newcomer, wecomUserId: `twice.${id}` };
  const outcomes = await Promise.all([asPerson(wu).run(createPerson, wish), asPerson(xu).run(createPerson, wish)]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ refusal: { code: 'person_exists' } });
  expect(await headcount(id)).toBe(before + 1);
});

test('two at once dismiss the same person: one does, the other finds it done, and it is told once', async () => {
  const { wu, xu, li, id } = await demoFactory();
  const outcomes = await Promise.all([
    asPerson(wu).must(departPerson, { personId: li.id }),
    asPerson(xu).must(departPerson, { personId: li.id }),
  ]);
  expect(outcomes.map(({ changed }) => changed).sort()).toEqual([false, true]);
  expect(await JournalEntryModel.countDocuments({ factoryId: id, 'facts.type': 'identity.person_departed' })).toBe(1);
});

test('who has left is not given roles any more, and is in no list', async () => {
  const { wu, li } = await demoFactory();
  await asPerson(wu).must(departPerson, { personId: li.id });
  expect(await asPerson(wu).run(changeRoles, { personId: li.id, roles: ['leader'] })).toMatchObject({ refusal: { code: 'not_found' } });
  expect((await asPerson(wu).ask(people, {})).items.map((person) => person.id)).not.toContain(li.id);
});

test('two at once change the roles of one person: the last one holds, and both changes are in the journal', async () => {
  const { wu, xu, li, id } = await demoFactory();
  await Promise.all([
    asPerson(wu).must(changeRoles, { personId: li.id, roles: ['leader'] }),
    asPerson(xu).must(changeRoles, { personId: li.id, roles: ['inspector'] }),
  ]);
  const person = await PersonModel.findById(li.id).lean();
  expect(person?.rightsVersion).toBe(2);
  const told = await JournalEntryModel.find({ factoryId: id, command: 'identity.change-roles' }).lean();
  expect(told.map(({ answer }) => (answer as { roles: string[] }).roles)).toContainEqual(person?.roles);
  expect(told).toHaveLength(2);
});
