import { defineModule, type Module } from '../../platform';
import { routes } from './identity.routes';
import type { AccessTokens } from './tokens/access-token';

export const identity = (tokens: AccessTokens, demo: boolean): Module => defineModule({ name: 'identity', routes: routes(tokens, demo) });
