import { departBody } from '../../../contracts/api/identity';
import type { PersonDeparted } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { changingRights } from '../changing-rights';
import { PersonModel } from '../models/person.model';
import { SessionModel } from '../models/session.model';
import { reaches } from '../reach';

/** Shuts every door behind somebody who has left: sessions and tokens die with this command, not at their next expiry (B-13.4). */
export const departPerson = changingRights(
  defineCommand({
    name: 'identity.depart-person',
    permission: 'identity.manage_people',
    input: departBody,
    async run({ personId }, { scope, now, publish }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId }).lean();
      if (!person || !reaches(scope, person)) return refused({ code: 'not_found', what: 'person' });
      if (person.state === 'departed') return accepted({ changed: false });
      await PersonModel.updateOne(
        { factoryId: scope.factoryId, _id: personId },
        { $set: { state: 'departed', departedAt: now }, $inc: { rightsVersion: 1 } },
      );
      await SessionModel.updateMany(
        { factoryId: scope.factoryId, personId, endedAt: null },
        { $set: { endedAt: now, endedBecause: 'departed' } },
      );
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
