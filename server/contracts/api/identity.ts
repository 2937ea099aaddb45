import * as z from 'zod/mini';
import { PERMISSIONS, ROLES } from '../permissions';
import { code, id, line } from './primitives';

export const demoSignInBody = z.strictObject({ personId: id });
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
