import * as z from 'zod/mini';
import { accepted, defineCommand } from '../../../platform';
import { changingRights } from '../changing-rights';
import { SessionModel } from '../models/session.model';

/** Ends every sign-in of the person who asks, on all devices. The access tokens end with them at their next use. */
export const signOutEverywhere = changingRights(
  defineCommand({
    name: 'identity.sign-out-everywhere',
    permission: 'identity.sign_out',
    input: z.strictObject({}),
    async run(_, { actor, scope, now }) {
      const ended = await SessionModel.updateMany(
        { factoryId: scope.factoryId, personId: actor.id, endedAt: null },
        { $set: { endedAt: now, endedBecause: 'signed_out' } },
      );
      return accepted({ changed: ended.modifiedCount > 0 });
    },
  }),
);
