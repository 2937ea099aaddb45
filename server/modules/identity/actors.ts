import type { Actor } from '../../platform';
import { AppError } from '../../platform';
import { type Person, PersonModel } from './models/person.model';
import { ALL_WORKSHOPS, permissionsOf } from './people';

const REMEMBERED_MS = 2_000;
const remembered = new Map<string, { actor: Actor; until: number }>();

/** A person as an actor: roles and scope as they are now. Remembered for two seconds, and forgotten at once when rights change here. */
export async function actorOf(factoryId: string, personId: string): Promise<Actor> {
  const known = remembered.get(personId);
  const now = Date.now();
  if (known && known.until > now) return known.actor;
  const person = await PersonModel.findOne({ factoryId, _id: personId }).lean<Person>();
  if (!person) throw new AppError('session_ended');
  if (person.state === 'departed') throw new AppError('person_departed');
  const actor = toActor(person);
  remembered.set(personId, { actor, until: now + REMEMBERED_MS });
  return actor;
}

export function toActor(person: Person): Actor {
  return {
    id: person._id.toHexString(),
    kind: 'person',
    roles: person.roles,
    permissions: permissionsOf(person.roles),
    scope: {
      factoryId: person.factoryId,
      workshopIds: person.workshopIds.includes(ALL_WORKSHOPS) ? 'all' : person.workshopIds,
      warehouseIds: person.warehouseIds.includes(ALL_WORKSHOPS) ? 'all' : person.warehouseIds,
    },
  };
}

export function forgetActor(personId: string): void {
  remembered.delete(personId);
}
