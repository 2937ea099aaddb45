import * as z from 'zod/mini';
import { AppError, defineQuery } from '../../../platform';
import { factoryOf } from '../factories';
import { presentFactory, presentPerson } from '../identity.presenter';
import { personById } from '../people';

/** Who I am here, what I may do, and what time the server has. */
export const me = defineQuery({
  name: 'identity.me',
  permission: 'identity.read',
  input: z.strictObject({}),
  async run(_, { actor, scope, now }) {
    const person = await personById(scope.factoryId, actor.id);
    if (!person) throw new AppError('session_ended');
    return {
      person: presentPerson(person),
      permissions: [...actor.permissions],
      factory: presentFactory(await factoryOf(scope.factoryId)),
      serverTime: now.toISOString(),
    };
  },
});
