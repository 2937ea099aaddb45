import { type Actor, systemActor } from '../../platform';
import { invitePerson } from './commands/invite-person';
import { hasBeenIn } from './invitations';
import { type Person, PersonModel } from './models/person.model';
import type { AccessTokens } from './tokens/access-token';

export type FirstInvitation = { readonly name: string; readonly code: string; readonly link: string; readonly expiresAt: string };

/**
 * The way in for the first administrator, whom nobody can invite: for who starts the product and reads what it prints. Null as soon as an
 * administrator has been in, or can come in by WeCom; an invitation handed out before is withdrawn by the next one.
 */
export async function inviteFirstAdministrator(deps: {
  readonly tokens: AccessTokens;
  readonly publicUrl: string;
  readonly factoryId: string;
  readonly comesByWecom: boolean;
  readonly now: Date;
}): Promise<FirstInvitation | null> {
  const { factoryId, now } = deps;
  const administrators = await PersonModel.find({ factoryId, state: 'active', roles: 'admin' }).sort({ _id: 1 }).lean<Person[]>();
  const [first] = administrators;
  if (!first || administrators.some((person) => hasBeenIn(person) || (deps.comesByWecom && person.wecomUserId))) return null;
  // Only an administrator invites one; until there is one, the installation speaks in that place.
  const founder: Actor = { ...systemActor('founding', factoryId, ['identity.invite']), roles: ['admin'] };
  const call = { actor: founder, channel: 'job', now, requestId: `founding:${now.toISOString()}` } as const;
  const outcome = await invitePerson(deps.tokens, deps.publicUrl).run({ personId: first._id.toHexString() }, call);
  if (outcome.kind === 'refused') return null;
  const { person, code, link, expiresAt } = outcome.value;
  return { name: person.name, code, link, expiresAt };
}
