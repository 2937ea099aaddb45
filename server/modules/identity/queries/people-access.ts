import type { PersonAccessDto } from '../../../contracts/api/identity';
import { peopleAccessQuery } from '../../../contracts/api/identity';
import { type Actor, defineQuery, type Scope } from '../../../platform';
import { mayInvite } from '../domain/inviting';
import { presentPerson } from '../identity.presenter';
import { hasBeenIn } from '../invitations';
import { type Invitation, InvitationModel } from '../models/invitation.model';
import { type Person, PersonModel } from '../models/person.model';
import { SessionModel } from '../models/session.model';
import { ALL_WORKSHOPS } from '../people';
import { mayAppoint, reaches } from '../reach';

const MOST = 300;

type SignedIn = { readonly open: number; readonly lastUsedAt: Date };

/** Who gets in and how, and who has left: for those who hand out access. Who works there comes first. */
export const peopleAccess = defineQuery({
  name: 'identity.people-access',
  permission: 'identity.invite',
  input: peopleAccessQuery,
  async run({ q }, { actor, scope, now }) {
    const found = await PersonModel.find({
      factoryId: scope.factoryId,
      ...(q ? { name: { $regex: escaped(q), $options: 'i' } } : {}),
      ...(scope.workshopIds === 'all' ? {} : { workshopIds: { $in: [...scope.workshopIds, ALL_WORKSHOPS] } }),
    })
      .sort({ state: 1, name: 1, _id: 1 })
      .limit(MOST + 1)
      .lean<Person[]>();
    const shown = found.slice(0, MOST);
    const ids = shown.map(({ _id }) => _id.toHexString());
    const signedIn = await signedInPeople(scope.factoryId, ids, now);
    const invited = await openInvitations(scope.factoryId, ids, now);
    return {
      items: shown.map((person) => {
        const id = person._id.toHexString();
        return presentAccess(person, signedIn.get(id), invited.get(id), whatMay(actor, scope, person));
      }),
      more: found.length > MOST,
    };
  },
});

async function signedInPeople(factoryId: string, ids: readonly string[], now: Date): Promise<ReadonlyMap<string, SignedIn>> {
  const groups = await SessionModel.aggregate<SignedIn & { _id: string }>([
    { $match: { factoryId, personId: { $in: ids }, endedAt: null, expiresAt: { $gt: now } } },
    { $group: { _id: '$personId', open: { $sum: 1 }, lastUsedAt: { $max: '$refreshedAt' } } },
  ]);
  return new Map(groups.map(({ _id, ...signedIn }) => [_id, signedIn]));
}

async function openInvitations(factoryId: string, ids: readonly string[], now: Date): Promise<ReadonlyMap<string, Date>> {
  const open = await InvitationModel.find(
    { factoryId, personId: { $in: ids }, state: 'open', expiresAt: { $gt: now } },
    { personId: 1, expiresAt: 1 },
  ).lean<Pick<Invitation, 'personId' | 'expiresAt'>[]>();
  return new Map(open.map(({ personId, expiresAt }) => [personId, expiresAt]));
}

function whatMay(actor: Actor, scope: Scope, person: Person): PersonAccessDto['may'] {
  if (person.state === 'departed' || !reaches(scope, person)) return [];
  const manages = actor.permissions.has('identity.manage_people');
  const own = person._id.toHexString() === actor.id;
  const appoints = manages && !own && mayAppoint(actor, person.roles, []);
  const invites = mayInvite(actor, { roles: person.roles, hasBeenIn: hasBeenIn(person) });
  return [
    ...(invites ? (['invite'] as const) : []),
    ...(actor.permissions.has('identity.revoke_sessions') ? (['end_sessions'] as const) : []),
    ...(appoints ? (['change_roles', 'depart'] as const) : []),
  ];
}

function presentAccess(
  person: Person,
  signedIn: SignedIn | undefined,
  invitedUntil: Date | undefined,
  may: PersonAccessDto['may'],
): PersonAccessDto {
  return {
    person: presentPerson(person),
    state: stateOf(person, signedIn, invitedUntil),
    wechatBound: Boolean(person.wechatOpenId),
    openSessions: signedIn?.open ?? 0,
    lastUsedAt: (signedIn?.lastUsedAt ?? person.lastSignInAt)?.toISOString() ?? null,
    invitedUntil: invitedUntil?.toISOString() ?? null,
    departedAt: person.departedAt?.toISOString() ?? null,
    may,
  };
}

function stateOf(person: Person, signedIn: SignedIn | undefined, invitedUntil: Date | undefined): PersonAccessDto['state'] {
  if (person.state === 'departed') return 'departed';
  if (signedIn) return 'signed_in';
  if (invitedUntil) return 'invited';
  return hasBeenIn(person) ? 'signed_out' : 'never';
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
