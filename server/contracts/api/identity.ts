import * as z from 'zod/mini';
import { PERMISSIONS, ROLES } from '../permissions';
import { code, id, line, personRef } from './primitives';

/** The device in words that its owner will know again in the list of sign-ins, e.g. `Chrome · Windows`. */
const deviceName = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(60)));
/** What a client of WeChat or WeCom hands out: good once, for five minutes. */
const platformCode = z.string().check(z.regex(/^[\x21-\x7e]{1,512}$/));

export const demoSignInBody = z.strictObject({ personId: id, deviceName });
export const wechatSignInBody = z.strictObject({ code: platformCode, deviceName });
export const wecomMiniprogramSignInBody = z.strictObject({ code: platformCode, deviceName });
/** `proof` came with the address that the browser was sent to; only that browser has it. */
export const wecomWebSignInBody = z.strictObject({
  code: platformCode,
  state: z.string().check(z.regex(/^[A-Za-z0-9]{1,128}$/)),
  proof: z.string().check(z.regex(/^[\w-]{20,100}$/)),
  deviceName,
});
/** With a code of `wx.login` the person is bound to that WeChat account; otherwise `device` is a name that this device made for itself. */
export const invitationSignInBody = z
  .strictObject({
    invitationCode: z.string().check(z.minLength(1), z.maxLength(200)),
    wechatCode: z.optional(platformCode),
    device: z.optional(z.string().check(z.regex(/^[\w-]{8,100}$/))),
    deviceName,
  })
  .check(
    z.refine(({ wechatCode, device }) => (wechatCode === undefined) !== (device === undefined), { error: 'one_of', path: ['device'] }),
  );
/** `inside`: the browser is WeCom's own, which knows who looks at it; `outside` any other, where a code is scanned. */
export const wecomAuthorizeQuery = z.strictObject({ from: z.optional(z.enum(['inside', 'outside'])) });
export const wecomAuthorizeDto = z.object({ authorizeUrl: z.string(), state: z.string(), proof: z.string() });
/** The ways in that there are here, by name; one that a client does not know is not for it. A door that is not configured does not exist. */
export const signInDoorsDto = z.object({ doors: z.array(z.string()) });
export type SignInDoorsDto = z.infer<typeof signInDoorsDto>;
export const refreshBody = z.strictObject({ refreshToken: z.string().check(z.minLength(20), z.maxLength(200)) });

export const personDto = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  workshopIds: z.array(z.string()),
  warehouseIds: z.array(z.string()),
  wecomUserId: z.nullable(z.string()),
  state: z.enum(['active', 'departed']),
});
export type PersonDto = z.infer<typeof personDto>;
export const peopleDto = z.object({ items: z.array(personDto) });

/** `accessToken` lives minutes and is sent as `Authorization: Bearer`; `refreshToken` is used once and answers with the next. */
export const sessionDto = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: z.string(),
  refreshToken: z.string(),
  person: personDto,
});
export type SessionDto = z.infer<typeof sessionDto>;

export const factoryDto = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  dayCut: z.string(),
  currency: z.literal('CNY'),
  workshops: z.array(z.object({ id: z.string(), name: z.string() })),
});
export const meDto = z.object({
  person: personDto,
  permissions: z.array(z.enum(PERMISSIONS)),
  factory: factoryDto,
  serverTime: z.string(),
});
export type MeDto = z.infer<typeof meDto>;

export const listPeopleQuery = z.strictObject({
  role: z.optional(z.enum(ROLES)),
  workshopId: z.optional(z.string().check(z.maxLength(64))),
});
export const createPersonBody = z.strictObject({
  name: line,
  roles: z.array(z.enum(ROLES)).check(z.minLength(1), z.maxLength(9)),
  workshopIds: z.array(code).check(z.maxLength(50)),
  warehouseIds: z.optional(z.array(code).check(z.maxLength(50))),
  wecomUserId: z.optional(code),
  locale: z.optional(z.enum(['zh-CN', 'en'])),
});
export const changeRolesBody = z.strictObject({ personId: id, roles: z.array(z.enum(ROLES)).check(z.minLength(1), z.maxLength(9)) });
export const departBody = z.strictObject({ personId: id });

/** A device that somebody is signed in on. `way` names the door; `lastUsedAt` is exact to the life of an access token. */
export const signedInDeviceDto = z.object({
  id: z.string(),
  deviceName: z.nullable(z.string()),
  channel: z.nullable(z.enum(['web', 'weapp', 'api'])),
  way: z.nullable(z.string()),
  startedAt: z.string(),
  lastUsedAt: z.string(),
  /** The one that asks. */
  current: z.boolean(),
});
export type SignedInDeviceDto = z.infer<typeof signedInDeviceDto>;
export const signedInDevicesDto = z.object({ items: z.array(signedInDeviceDto) });
export const endSessionBody = z.strictObject({ sessionId: id });
export const ofPersonBody = z.strictObject({ personId: id });
export const endedSessionsDto = z.object({ ended: z.number() });

/** Given once, to whoever invites. `qr` is a picture (`data:image/png;base64,…`) of `link`. */
export const invitationDto = z.object({
  person: personRef,
  code: z.string(),
  expiresAt: z.string(),
  link: z.string(),
  qr: z.string(),
});
export type InvitationDto = z.infer<typeof invitationDto>;

export const ACCESS_STATES = ['never', 'invited', 'signed_in', 'signed_out', 'departed'] as const;
/** Somebody as whoever hands out access sees them: how they get in, and what the asker may do about it. */
export const personAccessDto = z.object({
  person: personDto,
  state: z.enum(ACCESS_STATES),
  wechatBound: z.boolean(),
  openSessions: z.number(),
  lastUsedAt: z.nullable(z.string()),
  invitedUntil: z.nullable(z.string()),
  departedAt: z.nullable(z.string()),
  may: z.array(z.enum(['invite', 'end_sessions', 'change_roles', 'depart'])),
});
export type PersonAccessDto = z.infer<typeof personAccessDto>;
export const peopleAccessQuery = z.strictObject({ q: z.optional(z.string().check(z.trim(), z.maxLength(50))) });
/** `more`: there are more than are listed; ask by name. */
export const peopleAccessDto = z.object({ items: z.array(personAccessDto), more: z.boolean() });
export type PeopleAccessDto = z.infer<typeof peopleAccessDto>;
