import { defineModule, type Module } from '../../platform';
import { routes } from './identity.routes';
import { type LoginPlatform, NO_PLATFORM } from './login-platform';
import type { AccessTokens } from './tokens/access-token';

export const identity = (tokens: AccessTokens, demo: boolean, platform: LoginPlatform = NO_PLATFORM): Module =>
  defineModule({ name: 'identity', routes: routes(tokens, demo, platform) });
