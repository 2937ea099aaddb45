import { InvitationModel } from '../../../server/modules/identity/models/invitation.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { SessionModel } from '../../../server/modules/identity/models/session.model';
import { demoFactory } from '../../support';

let factoryId: string;
beforeAll(async () => {
  factoryId = (await demoFactory()).id;
});

test.each([
  ['the person of a WeChat account', () => PersonModel.find({ factoryId, wechatOpenId: 'o-one' })],
  ['the person of a WeCom member', () => PersonModel.find({ factoryId, wecomUserId: 'wang' })],
  ['everybody, who works there first', () => PersonModel.find({ factoryId }).sort({ state: 1, name: 1 })],
  ['the invitation of a code', () => InvitationModel.find({ codeMark: 'x', factoryId })],
  ['the open invitation of a person', () => InvitationModel.find({ factoryId, personId: 'x', state: 'open' })],
  ['where somebody is signed in', () => SessionModel.find({ factoryId, personId: 'x', endedAt: null })],
  ['the sign-in of a token', () => SessionModel.find({ tokenHash: 'x', endedAt: null })],
  ['the sign-in of a token that was exchanged before', () => SessionModel.find({ usedTokenHashes: 'x', endedAt: null })],
] as const)('%s is found through an index', async (_, ask) => {
  const plan = JSON.stringify(await ask().explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toMatch(/COLLSCAN/);
});
