import { departBody } from '../../../contracts/api/identity';
import type { PersonDeparted } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { changingRights } from '../changing-rights';
import { revokeOpenInvitations } from '../invitations';
import { PersonModel } from '../models/person.model';
import { SessionModel } from '../models/session.model';
import { mayAppoint, reaches } from '../reach';

/**
 * Shuts every door behind somebody who has left: sessions, tokens and invitations die with this command, not at their next expiry
 * (B-13.4). Refuses `not_found` for who is not in the scope, `forbidden` for oneself and for an administrator unless an administrator asks.
 */
export const departPerson = changingRights(
  defineCommand({
    name: 'identity.depart-person',
    permission: 'identity.manage_people',
    input: departBody,
    async run({ personId }, { actor, scope, now, publish }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId }).lean();
      if (!person || !reaches(scope, person)) return refused({ code: 'not_found', what: 'person' });
      if (person.state === 'departed') return accepted({ changed: false });
      if (personId === actor.id || !mayAppoint(actor, person.roles, [])) {
        return refused({ code: 'forbidden', permission: 'identity.manage_people' });
      }
      await PersonModel.updateOne(
        { factoryId: scope.factoryId, _id: personId },
        { $set: { state: 'departed', departedAt: now }, $inc: { rightsVersion: 1 } },
      );
      await SessionModel.updateMany(
        { factoryId: scope.factoryId, personId, endedAt: null },
        { $set: { endedAt: now, endedBecause: 'departed' } },
      );
      await revokeOpenInvitations(scope.factoryId, personId);
      publish({
        type: 'identity.person_departed',
        version: 1,
        subject: `person:${personId}`,
        payload: { personId },
      } satisfies PersonDeparted);
      return accepted({ changed: true });
    },
  }),
);
