import * as z from 'zod/mini';
import { endSessionBody, ofPersonBody } from '../../../contracts/api/identity';
import type { SessionsEnded } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { changingRights } from '../changing-rights';
import { PersonModel } from '../models/person.model';
import { SessionModel } from '../models/session.model';
import { reaches } from '../reach';

/** Ends one of one's own sign-ins, e.g. that of a lost phone. Refuses `not_found` for another one's. */
export const endOwnSession = changingRights(
  defineCommand({
    name: 'identity.end-own-session',
    permission: 'identity.sign_out',
    input: endSessionBody,
    async run({ sessionId }, { actor, scope, now }) {
      const mine = { _id: sessionId, factoryId: scope.factoryId, personId: actor.id };
      if (!(await SessionModel.exists(mine))) return refused({ code: 'not_found', what: 'session' });
      const ended = await SessionModel.updateOne({ ...mine, endedAt: null }, { $set: { endedAt: now, endedBecause: 'signed_out' } });
      return accepted({ changed: ended.modifiedCount > 0 });
    },
  }),
);

/** Signs out on the device that asks, and on no other. */
export const signOut = changingRights(
  defineCommand({
    name: 'identity.sign-out',
    permission: 'identity.sign_out',
    input: z.strictObject({}),
    async run(_, { actor, scope, now }) {
      if (actor.sessionId === undefined) return accepted({ changed: false });
      const ended = await SessionModel.updateOne(
        { _id: actor.sessionId, factoryId: scope.factoryId, personId: actor.id, endedAt: null },
        { $set: { endedAt: now, endedBecause: 'signed_out' } },
      );
      return accepted({ changed: ended.modifiedCount > 0 });
    },
  }),
);

/**
 * Ends every sign-in of somebody else, on all devices. They may come in again; who has left is to be departed. Refuses `not_found` for who
 * is not in the scope. Publishes `identity.sessions_ended`.
 */
export const endSessionsOfPerson = changingRights(
  defineCommand({
    name: 'identity.end-sessions-of-person',
    permission: 'identity.revoke_sessions',
    input: ofPersonBody,
    async run({ personId }, { scope, now, publish }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId }).lean();
      if (!person || !reaches(scope, person)) return refused({ code: 'not_found', what: 'person' });
      const { modifiedCount: ended } = await SessionModel.updateMany(
        { factoryId: scope.factoryId, personId, endedAt: null },
        { $set: { endedAt: now, endedBecause: 'ended_by_another' } },
      );
      if (ended > 0) {
        publish({
          type: 'identity.sessions_ended',
          version: 1,
          subject: `person:${personId}`,
          payload: { personId, ended },
        } satisfies SessionsEnded);
      }
      return accepted({ ended });
    },
  }),
);
