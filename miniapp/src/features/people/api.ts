import type { InvitationDto, MeDto, PeopleAccessDto, PersonDto } from '@contracts/api/identity';
import type { Role } from '@contracts/permissions';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

type NewPerson = {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly workshopIds: readonly string[];
  readonly wecomUserId?: string;
};
type Done = { readonly changed: boolean };

export const loadPeople = (q: string): Promise<Answer<PeopleAccessDto>> =>
  get<PeopleAccessDto>(withQuery('/people/access', { q: q || undefined }));
export const loadMe = (): Promise<Answer<MeDto>> => get<MeDto>('/me');
export const createPerson = (person: NewPerson, key: string): Promise<Answer<PersonDto>> => post<PersonDto>('/people', person, key);
export const invite = (personId: string, key: string): Promise<Answer<InvitationDto>> =>
  post<InvitationDto>(`/people/${personId}/invitation`, {}, key);
export const revokeInvitation = (personId: string, key: string): Promise<Answer<Done>> =>
  post<Done>(`/people/${personId}/invitation/revoke`, {}, key);
export const endSessions = (personId: string, key: string): Promise<Answer<{ readonly ended: number }>> =>
  post(`/people/${personId}/end-sessions`, {}, key);
export const changeRoles = (personId: string, roles: readonly Role[], key: string): Promise<Answer<PersonDto>> =>
  post<PersonDto>(`/people/${personId}/roles`, { roles }, key);
export const depart = (personId: string, key: string): Promise<Answer<Done>> => post<Done>(`/people/${personId}/departure`, {}, key);
