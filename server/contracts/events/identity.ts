import type { PublishedFact } from './published-fact';

export type PersonDeparted = PublishedFact<'identity.person_departed', { readonly personId: string }>;
export type RolesChanged = PublishedFact<'identity.roles_changed', { readonly personId: string; readonly roles: readonly string[] }>;
export type PersonInvited = PublishedFact<'identity.person_invited', { readonly personId: string; readonly expiresAt: string }>;
export type InvitationRevoked = PublishedFact<'identity.invitation_revoked', { readonly personId: string }>;
export type InvitationAccepted = PublishedFact<
  'identity.invitation_accepted',
  { readonly personId: string; readonly boundTo: 'wechat' | 'device' }
>;
export type SessionsEnded = PublishedFact<'identity.sessions_ended', { readonly personId: string; readonly ended: number }>;
