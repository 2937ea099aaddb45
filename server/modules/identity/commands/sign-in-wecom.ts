import * as z from 'zod/mini';
import { type SessionDto, wecomMiniprogramSignInBody, wecomWebSignInBody } from '../../../contracts/api/identity';
import { accepted, type Command, defineCommand, parseInput, refused } from '../../../platform';
import type { LoginPlatform } from '../login-platform';
import { LoginStateModel } from '../models/login-state.model';
import { type Person, PersonModel } from '../models/person.model';
import { beginSession } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';
import { LOGIN_STATE_MS, numberOfTicket } from '../tokens/login-state';

type Door = NonNullable<LoginPlatform['wecom']>;

/**
 * Lets in the member whom WeCom names for a code of the mini-program. Refuses `wecom_user_unknown` for a member who is not registered
 * here, `person_departed` for who has left, and what WeCom itself refuses.
 */
export const signInWecomMiniprogram = (
  tokens: AccessTokens,
  door: Door,
): Command<z.infer<typeof wecomMiniprogramSignInBody>, SessionDto> => ({
  name: 'identity.sign-in-wecom-miniprogram',
  permission: 'identity.sign_out',
  input: wecomMiniprogramSignInBody,
  async run(raw, call) {
    const { code, deviceName } = parseInput(wecomMiniprogramSignInBody, raw);
    const recognised = await door.whoIsInMiniprogram(code);
    if (recognised.kind === 'refused') return recognised;
    return beginAsMember('identity.sign-in-wecom-miniprogram', tokens, null).run({ userId: recognised.value.userId, deviceName }, call);
  },
});

/**
 * Lets in the member whom WeCom names for the code that a browser came back with. The state must be ours, ten minutes old at most, of
 * this very browser, and not used before (`login_state_invalid`); the rest as in the mini-program.
 */
export const signInWecomWeb = (tokens: AccessTokens, door: Door): Command<z.infer<typeof wecomWebSignInBody>, SessionDto> => ({
  name: 'identity.sign-in-wecom-web',
  permission: 'identity.sign_out',
  input: wecomWebSignInBody,
  async run(raw, call) {
    const { code, deviceName, ...ticket } = parseInput(wecomWebSignInBody, raw);
    const stateNumber = numberOfTicket(tokens, ticket, call.now);
    if (stateNumber === null) return refused({ code: 'login_state_invalid' });
    const recognised = await door.whoIsOnTheWeb(code);
    if (recognised.kind === 'refused') return recognised;
    return beginAsMember('identity.sign-in-wecom-web', tokens, stateNumber).run({ userId: recognised.value.userId, deviceName }, call);
  },
});

const beginAsMember = (name: string, tokens: AccessTokens, stateNumber: string | null) =>
  defineCommand({
    name,
    permission: 'identity.sign_out',
    input: z.strictObject({ userId: z.string(), deviceName: z.optional(z.string()) }),
    secretAnswer: true,
    refusalsUnjournalled: true,
    againIfLostTo: ['_id_'],
    async run({ userId, deviceName }, { scope, now, channel }) {
      if (stateNumber !== null) {
        if (await LoginStateModel.exists({ _id: stateNumber })) return refused({ code: 'login_state_invalid' });
        await LoginStateModel.create([{ _id: stateNumber, expiresAt: new Date(now.getTime() + LOGIN_STATE_MS) }]);
      }
      const wecomUserId = userId.toLowerCase();
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, wecomUserId }).lean<Person>();
      if (!person) return refused({ code: 'wecom_user_unknown', userId });
      if (person.state === 'departed') return refused({ code: 'person_departed' });
      return accepted(await beginSession(person, tokens, now, { way: 'wecom', channel, deviceName }));
    },
  });
