import { meDto, peopleDto, personDto, sessionDto } from '../../contracts/api/identity';
import { done } from '../../contracts/api/primitives';
import { commandRoute, openRoute, queryRoute, type Route } from '../../platform';
import { changeRoles } from './commands/change-roles';
import { createPerson } from './commands/create-person';
import { departPerson } from './commands/depart-person';
import { refreshOrEnd } from './commands/refresh-session';
import { signInDemo } from './commands/sign-in-demo';
import { signOutEverywhere } from './commands/sign-out';
import { me } from './queries/me';
import { demoPeople, people } from './queries/people';
import type { AccessTokens } from './tokens/access-token';

export const routes = (tokens: AccessTokens, demo: boolean): Route[] => [
  queryRoute('/me', me, meDto),
  queryRoute('/people', people, peopleDto),
  commandRoute('/people', createPerson, personDto, 201),
  commandRoute('/people/:personId/roles', changeRoles, personDto),
  commandRoute('/people/:personId/departure', departPerson, done),
  openRoute(commandRoute('/sessions/refresh', refreshOrEnd(tokens), sessionDto)),
  commandRoute('/sessions/end-all', signOutEverywhere, done),
  ...(demo
    ? [
        openRoute(queryRoute('/demo/people', demoPeople, peopleDto)),
        openRoute(commandRoute('/demo/sign-in', signInDemo(tokens), sessionDto)),
      ]
    : []),
];
