import { act } from '@testing-library/react';
import { keepSession } from '@/shared/auth/session';
import type { MeDto, PersonDto } from '../../../server/contracts/api/identity';
import { ROLE_PERMISSIONS, type Role } from '../../../server/contracts/permissions';
import { type NetworkRequest, phone } from '../../support/taro';

type Said = { readonly status?: number; readonly body: unknown };
/** What the server says to `GET /approvals` and the like, by method and path without its query; `cut` makes the network go away. */
export type Answers = Record<string, Said | ((request: NetworkRequest) => Said)>;

export const LEADER: PersonDto = {
  id: '3'.repeat(24),
  name: '陈班长',
  roles: ['leader'],
  workshopIds: ['w1'],
  warehouseIds: [],
  wecomUserId: null,
  state: 'active',
};

export const refusal = (code: string, details: object = {}, status = 409): Said => ({
  status,
  body: { error: { code, message: code, details }, requestId: 'r' },
});

/** A leader signed in on this phone, and a server that answers what the test says; everything else it does not know. */
export function leaderPhone(answers: Answers, roles: readonly Role[] = ['leader']): { cut: boolean } {
  const network = { cut: false };
  const person = { ...LEADER, roles: [...roles] };
  const me: Pick<MeDto, 'person' | 'permissions'> = { person, permissions: [...new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]))] };
  phone.answer = (request) => {
    if (network.cut) throw { errMsg: 'request:fail' };
    const name = `${request.method} ${request.url.replace('/api/v1', '').replace(/\?.*/, '')}`;
    const known: Answers = { 'GET /me': { body: me }, ...answers };
    const said = known[name] ?? refusal('not_found', {}, 404);
    const { status = 200, body } = typeof said === 'function' ? said(request) : said;
    return { statusCode: status, data: body };
  };
  act(() => keepSession({ accessToken: 't', accessTokenExpiresAt: '2099-01-01T00:00:00Z', refreshToken: 'r'.repeat(24), person }));
  return network;
}

export const sent = (path: string): NetworkRequest[] => phone.requests.filter(({ method, url }) => method === 'POST' && url.endsWith(path));
