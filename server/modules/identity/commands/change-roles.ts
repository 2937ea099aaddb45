import { changeRolesBody } from '../../../contracts/api/identity';
import type { RolesChanged } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { forgetActor } from '../actors';
import { presentPerson } from '../identity.presenter';
import { type Person, PersonModel } from '../models/person.model';

/** Changes what a person may do. It holds from their next request on (B-13.5). Nobody changes their own roles. */
export const changeRoles = defineCommand({
  name: 'identity.change-roles',
  permission: 'identity.manage_people',
  input: changeRolesBody,
  async run({ personId, roles }, { actor, scope, publish }) {
    if (personId === actor.id) return refused({ code: 'forbidden', permission: 'identity.manage_people' });
    const person = await PersonModel.findOneAndUpdate(
      { factoryId: scope.factoryId, _id: personId, state: 'active' },
      { $set: { roles }, $inc: { rightsVersion: 1 } },
      { returnDocument: 'after' },
    ).lean<Person>();
    if (!person) return refused({ code: 'not_found', what: 'person' });
    forgetActor(personId);
    publish({
      type: 'identity.roles_changed',
      version: 1,
      subject: `person:${personId}`,
      payload: { personId, roles },
    } satisfies RolesChanged);
    return accepted(presentPerson(person));
  },
});
