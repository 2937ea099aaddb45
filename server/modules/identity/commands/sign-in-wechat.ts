import type * as z from 'zod/mini';
import { type SessionDto, wechatSignInBody } from '../../../contracts/api/identity';
import { accepted, type Command, defineCommand, parseInput, refused } from '../../../platform';
import type { LoginPlatform } from '../login-platform';
import { type Person, PersonModel } from '../models/person.model';
import { beginSession } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';

type Door = NonNullable<LoginPlatform['wechat']>;

/**
 * Lets in whoever WeChat says it is, when an invitation has bound that account to a person. Nobody is taken on here: refuses
 * `wechat_not_bound` for a stranger, `person_departed` for who has left, and what WeChat itself refuses.
 */
export const signInWechat = (tokens: AccessTokens, door: Door): Command<z.infer<typeof wechatSignInBody>, SessionDto> => ({
  name: 'identity.sign-in-wechat',
  permission: 'identity.sign_out',
  input: wechatSignInBody,
  async run(raw, call) {
    const { code } = parseInput(wechatSignInBody, raw);
    const recognised = await door.whoIs(code);
    return recognised.kind === 'refused' ? recognised : beginAs(tokens, recognised.value.openId).run(raw, call);
  },
});

const beginAs = (tokens: AccessTokens, openId: string) =>
  defineCommand({
    name: 'identity.sign-in-wechat',
    permission: 'identity.sign_out',
    input: wechatSignInBody,
    unjournalled: ['code'],
    secretAnswer: true,
    refusalsUnjournalled: true,
    async run({ deviceName }, { scope, now, channel }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, wechatOpenId: openId }).lean<Person>();
      if (!person) return refused({ code: 'wechat_not_bound' });
      if (person.state === 'departed') return refused({ code: 'person_departed' });
      return accepted(await beginSession(person, tokens, now, { way: 'wechat', channel, deviceName }));
    },
  });
