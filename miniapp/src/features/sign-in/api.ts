import type { PersonDto, SessionDto } from '@contracts/api/identity';
import { newPressKey } from '@/shared/offline/press-key';
import { askOpenly } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type DemoPeople = { readonly items: readonly PersonDto[] };

/** The people of the demonstration factory; refused with `not_found` where there is no demonstration. */
export const loadDemoPeople = (): Promise<Answer<DemoPeople>> => askOpenly<DemoPeople>({ method: 'GET', path: '/demo/people' });

export const signInAs = (personId: string): Promise<Answer<SessionDto>> =>
  askOpenly<SessionDto>({ method: 'POST', path: '/demo/sign-in', body: { personId }, idempotencyKey: newPressKey() });
