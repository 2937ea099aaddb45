import { refreshBody } from '../../../contracts/api/identity';
import { accepted, defineCommand } from '../../../platform';
import { changingRights } from '../changing-rights';
import { SessionModel } from '../models/session.model';
import { hashToken } from '../tokens/refresh-token';

/** Ends the sign-in that an exchanged token belonged to. */
export const endStolenSession = changingRights(
  defineCommand({
    name: 'identity.end-stolen-session',
    permission: 'identity.sign_out',
    input: refreshBody,
    unjournalled: ['refreshToken'],
    async run({ refreshToken }, { now }) {
      const ended = await SessionModel.updateMany(
        { usedTokenHashes: hashToken(refreshToken), endedAt: null },
        { $set: { endedAt: now, endedBecause: 'stolen' } },
      );
      return accepted({ changed: ended.modifiedCount > 0 });
    },
  }),
);
