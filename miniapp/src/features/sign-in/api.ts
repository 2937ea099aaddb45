import type { PersonDto, SessionDto, SignInDoorsDto } from '@contracts/api/identity';
import { deviceName } from '@/shared/auth/platform';
import { newPressKey } from '@/shared/offline/press-key';
import { askOpenly } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type DemoPeople = { readonly items: readonly PersonDto[] };
/** Where the browser goes to sign in by WeCom, and what it must bring back. */
export type WecomTicket = { readonly authorizeUrl: string; readonly state: string; readonly proof: string };

export const loadDoors = (): Promise<Answer<SignInDoorsDto>> => askOpenly<SignInDoorsDto>({ method: 'GET', path: '/sign-in-doors' });

/** The people of the demonstration factory; asked only where there is one. */
export const loadDemoPeople = (): Promise<Answer<DemoPeople>> => askOpenly<DemoPeople>({ method: 'GET', path: '/demo/people' });

export const wecomTicket = (from: 'inside' | 'outside'): Promise<Answer<WecomTicket>> =>
  askOpenly<WecomTicket>({ method: 'GET', path: `/sessions/wecom-web?from=${from}` });

const signIn = (path: string, body: object): Promise<Answer<SessionDto>> =>
  askOpenly<SessionDto>({ method: 'POST', path, body: { ...body, deviceName: deviceName() }, idempotencyKey: newPressKey() });

export const signInAs = (personId: string) => signIn('/demo/sign-in', { personId });
export const signInByWechat = (code: string) => signIn('/sessions/wechat', { code });
export const signInByWecom = (code: string) => signIn('/sessions/wecom-miniprogram', { code });
export const signInByWecomWeb = (code: string, { state, proof }: Pick<WecomTicket, 'state' | 'proof'>) =>
  signIn('/sessions/wecom-web', { code, state, proof });
export const signInByInvitation = (invitationCode: string, by: { readonly wechatCode: string } | { readonly device: string }) =>
  signIn('/sessions/invitation', { invitationCode, ...by });
