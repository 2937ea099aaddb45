import * as z from 'zod/mini';
import { defineQuery } from '../../../platform';
import { presentDevice } from '../identity.presenter';
import { type Session, SessionModel } from '../models/session.model';

const MOST = 100;

/** Where I am signed in, the last used first. */
export const myDevices = defineQuery({
  name: 'identity.my-devices',
  permission: 'identity.sign_out',
  input: z.strictObject({}),
  async run(_, { actor, scope, now }) {
    const open = await SessionModel.find({ factoryId: scope.factoryId, personId: actor.id, endedAt: null, expiresAt: { $gt: now } })
      .sort({ refreshedAt: -1 })
      .limit(MOST)
      .lean<Session[]>();
    return { items: open.map((session) => presentDevice(session, actor.sessionId)) };
  },
});
