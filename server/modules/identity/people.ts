import { LRUCache } from 'lru-cache';
import type { PersonRef } from '../../contracts/api/primitives';
import { type Permission, ROLE_PERMISSIONS, ROLES, type Role } from '../../contracts/permissions';
import { type Person, PersonModel } from './models/person.model';

// A name on a receipt is not part of what a command decides, so a minute-old one will do and the hot path asks for none.
const rememberedNames = new LRUCache<string, string>({ max: 20_000, ttl: 60_000 });

/** Names for ids, for presenters. An id that nobody has (the product itself, a person long gone) is its own name. */
export async function namesOf(factoryId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const asked: string[] = [];
  for (const id of new Set(ids)) {
    const known = rememberedNames.get(`${factoryId}:${id}`);
    names.set(id, known ?? id);
    if (known === undefined && /^[0-9a-f]{24}$/.test(id)) asked.push(id);
  }
  if (asked.length === 0) return names;
  const people = await PersonModel.find({ factoryId, _id: { $in: asked } }, { name: 1 }).lean<Pick<Person, '_id' | 'name'>[]>();
  for (const person of people) {
    const id = person._id.toHexString();
    rememberedNames.set(`${factoryId}:${id}`, person.name);
    names.set(id, person.name);
  }
  return names;
}

/** Active people who may do something, in a workshop when one is given: who can lift a gate, who decides, who is told. */
export async function peopleWho(factoryId: string, permission: Permission, workshopId?: string): Promise<PersonRef[]> {
  const roles = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));
  const people = await PersonModel.find(
    {
      factoryId,
      state: 'active',
      roles: { $in: roles },
      ...(workshopId === undefined ? {} : { workshopIds: { $in: [workshopId, ALL_WORKSHOPS] } }),
    },
    { name: 1 },
  )
    .sort({ _id: 1 })
    .lean<Pick<Person, '_id' | 'name'>[]>();
  return people.map((person) => ({ id: person._id.toHexString(), name: person.name }));
}

export async function personById(factoryId: string, personId: string): Promise<Person | null> {
  return PersonModel.findOne({ factoryId, _id: personId }).lean<Person>();
}

/** WeCom gives user ids back in lower case, hence the comparison in lower case on both sides. */
export async function personByWecomUserId(factoryId: string, userId: string): Promise<Person | null> {
  return PersonModel.findOne({ factoryId, wecomUserId: userId.toLowerCase(), state: 'active' }).lean<Person>();
}

/** In a person's workshops: every one of them. */
export const ALL_WORKSHOPS = '*';

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));
}
