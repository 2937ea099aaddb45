import * as z from 'zod/mini';
import { type SignInDoorsDto, wecomAuthorizeQuery } from '../../../contracts/api/identity';
import { defineQuery } from '../../../platform';
import type { LoginPlatform } from '../login-platform';
import type { AccessTokens } from '../tokens/access-token';
import { issueLoginTicket } from '../tokens/login-state';

const SIGN_IN_PAGE = '/app/features/sign-in/pages/sign-in/index';

/** Which ways in there are here, so that nobody is offered one that leads nowhere. An invitation always does. */
export const signInDoors = (platform: LoginPlatform, demo: boolean) =>
  defineQuery({
    name: 'identity.sign-in-doors',
    permission: 'identity.read',
    input: z.strictObject({}),
    run: async (): Promise<SignInDoorsDto> => ({
      doors: [
        ...(platform.wechat ? ['wechat'] : []),
        ...(platform.wecom ? ['wecom-miniprogram', 'wecom-web'] : []),
        'invitation',
        ...(demo ? ['demo'] : []),
      ],
    }),
  });

/** Where the browser that asks goes to sign in by WeCom, and what it keeps to show that it was the one who went. */
export const wecomAuthorizeAddress = (tokens: AccessTokens, { publicUrl, wecom }: LoginPlatform) =>
  defineQuery({
    name: 'identity.wecom-authorize-address',
    permission: 'identity.read',
    input: wecomAuthorizeQuery,
    async run({ from }, { now }) {
      const ticket = issueLoginTicket(tokens, now);
      const way = { state: ticket.state, returnTo: `${publicUrl}${SIGN_IN_PAGE}`, inside: from === 'inside' };
      return { authorizeUrl: wecom?.authorizeUrl(way) ?? '', ...ticket };
    },
  });
