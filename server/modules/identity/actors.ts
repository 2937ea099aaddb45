import type { Actor } from '../../platform';
import { AppError } from '../../platform';
import { type Person, PersonModel } from './models/person.model';
import { ALL_WORKSHOPS, permissionsOf } from './people';

/** A person as an actor: roles and scope as they are now. Throws `person_departed`, and `session_ended` for nobody. */
export async function actorOf(factoryId: string, personId: string): Promise<Actor> {
  const person = await PersonModel.findOne({ factoryId, _id: personId }).lean<Person>();
  if (!person) throw new AppError('session_ended');
  if (person.state === 'departed') throw new AppError('person_departed');
  return toActor(person);
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
