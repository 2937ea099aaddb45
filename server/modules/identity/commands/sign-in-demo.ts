import { demoSignInBody } from '../../../contracts/api/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { type Person, PersonModel } from '../models/person.model';
import { beginSession } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';

/** Lets anybody in as anybody. Made only where the demonstration runs; in production there is no such command and no such address. */
export const signInDemo = (tokens: AccessTokens) =>
  defineCommand({
    name: 'identity.sign-in-demo',
    permission: 'identity.sign_out',
    input: demoSignInBody,
    secretAnswer: true,
    refusalsUnjournalled: true,
    async run({ personId, deviceName }, { scope, now, channel }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId, state: 'active' }).lean<Person>();
      if (!person) return refused({ code: 'not_found', what: 'person' });
      return accepted(await beginSession(person, tokens, now, { way: 'demo', channel, deviceName }));
    },
  });
