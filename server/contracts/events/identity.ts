import type { PublishedFact } from './published-fact';

export type PersonDeparted = PublishedFact<'identity.person_departed', { readonly personId: string }>;
export type RolesChanged = PublishedFact<'identity.roles_changed', { readonly personId: string; readonly roles: readonly string[] }>;
