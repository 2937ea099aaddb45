import {
  endedSessionsDto,
  invitationDto,
  meDto,
  peopleAccessDto,
  peopleDto,
  personDto,
  sessionDto,
  signedInDevicesDto,
  signInDoorsDto,
  wecomAuthorizeDto,
} from '../../contracts/api/identity';
import { done } from '../../contracts/api/primitives';
import { commandRoute, openRoute, queryRoute, type Route } from '../../platform';
import { changeRoles } from './commands/change-roles';
import { createPerson } from './commands/create-person';
import { departPerson } from './commands/depart-person';
import { endOwnSession, endSessionsOfPerson, signOut } from './commands/end-sessions';
import { invitePerson } from './commands/invite-person';
import { refreshOrEnd } from './commands/refresh-session';
import { revokeInvitation } from './commands/revoke-invitation';
import { signInByInvitation } from './commands/sign-in-by-invitation';
import { signInDemo } from './commands/sign-in-demo';
import { signInWechat } from './commands/sign-in-wechat';
import { signInWecomMiniprogram, signInWecomWeb } from './commands/sign-in-wecom';
import { signOutEverywhere } from './commands/sign-out';
import { DOORS } from './doors';
import type { LoginPlatform } from './login-platform';
import { me } from './queries/me';
import { myDevices } from './queries/my-devices';
import { demoPeople, people } from './queries/people';
import { peopleAccess } from './queries/people-access';
import { signInDoors, wecomAuthorizeAddress } from './queries/sign-in-doors';
import type { AccessTokens } from './tokens/access-token';

export const routes = (tokens: AccessTokens, demo: boolean, platform: LoginPlatform): Route[] => [
  queryRoute('/me', me, meDto),
  queryRoute('/people', people, peopleDto),
  queryRoute('/people/access', peopleAccess, peopleAccessDto),
  commandRoute('/people', createPerson, personDto, 201),
  commandRoute('/people/:personId/roles', changeRoles, personDto),
  commandRoute('/people/:personId/departure', departPerson, done),
  commandRoute('/people/:personId/invitation', invitePerson(tokens, platform.publicUrl), invitationDto, 201),
  commandRoute('/people/:personId/invitation/revoke', revokeInvitation, done),
  commandRoute('/people/:personId/end-sessions', endSessionsOfPerson, endedSessionsDto),
  queryRoute('/my/devices', myDevices, signedInDevicesDto),
  commandRoute('/my/devices/:sessionId/end', endOwnSession, done),
  commandRoute('/sessions/end', signOut, done),
  commandRoute('/sessions/end-all', signOutEverywhere, done),
  openRoute(queryRoute('/sign-in-doors', signInDoors(platform, demo), signInDoorsDto), DOORS.look),
  openRoute(commandRoute('/sessions/refresh', refreshOrEnd(tokens), sessionDto), DOORS.refresh),
  openRoute(commandRoute('/sessions/invitation', signInByInvitation(tokens, platform.wechat), sessionDto), DOORS.invitation),
  ...(platform.wechat
    ? [openRoute(commandRoute('/sessions/wechat', signInWechat(tokens, platform.wechat), sessionDto), DOORS.signIn)]
    : []),
  ...(platform.wecom
    ? [
        openRoute(commandRoute('/sessions/wecom-miniprogram', signInWecomMiniprogram(tokens, platform.wecom), sessionDto), DOORS.signIn),
        openRoute(queryRoute('/sessions/wecom-web', wecomAuthorizeAddress(tokens, platform), wecomAuthorizeDto), DOORS.look),
        openRoute(commandRoute('/sessions/wecom-web', signInWecomWeb(tokens, platform.wecom), sessionDto), DOORS.signIn),
      ]
    : []),
  ...(demo
    ? [
        openRoute(queryRoute('/demo/people', demoPeople, peopleDto), DOORS.look),
        openRoute(commandRoute('/demo/sign-in', signInDemo(tokens), sessionDto), DOORS.demo),
      ]
    : []),
];
