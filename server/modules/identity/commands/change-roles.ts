import { changeRolesBody } from '../../../contracts/api/identity';
import type { RolesChanged } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { changingRights } from '../changing-rights';
import { presentPerson } from '../identity.presenter';
import { type Person, PersonModel } from '../models/person.model';
import { mayAppoint, reaches } from '../reach';

/**
 * Changes what a person may do. It holds from their next request on (B-13.5). Refuses `forbidden` for one's own roles and for the
 * administrator's unless an administrator asks, `not_found` for who is not in the scope or has left.
 */
export const changeRoles = changingRights(
  defineCommand({
    name: 'identity.change-roles',
    permission: 'identity.manage_people',
    input: changeRolesBody,
    async run({ personId, roles: wished }, { actor, scope, publish }) {
      const roles = [...new Set(wished)];
      const before = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId, state: 'active' }).lean<Person>();
      if (!before || !reaches(scope, before)) return refused({ code: 'not_found', what: 'person' });
      if (personId === actor.id || !mayAppoint(actor, before.roles, roles)) {
        return refused({ code: 'forbidden', permission: 'identity.manage_people' });
      }
      const person = await PersonModel.findOneAndUpdate(
        { factoryId: scope.factoryId, _id: personId },
        { $set: { roles }, $inc: { rightsVersion: 1 } },
        { returnDocument: 'after' },
      ).lean<Person>();
      if (!person) return refused({ code: 'not_found', what: 'person' });
      publish({
        type: 'identity.roles_changed',
        version: 1,
        subject: `person:${personId}`,
        payload: { personId, roles },
      } satisfies RolesChanged);
      return accepted(presentPerson(person));
    },
  }),
);
