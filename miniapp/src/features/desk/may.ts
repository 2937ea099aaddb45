import type { MeDto } from '@contracts/api/identity';
import type { Permission } from '@contracts/permissions';
import { get } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';
import { useRemote } from '@/shared/request/use-remote';

const loadMe = (): Promise<Answer<MeDto>> => get<MeDto>('/me');

export type Me = {
  readonly may: (permission: Permission) => boolean;
  readonly workshops: MeDto['factory']['workshops'];
};

/** What the person at the desk may do. Until the server has said, nothing is offered; the server checks every press again anyway. */
export function useMe(): Me {
  const { value } = useRemote(loadMe, 'me');
  return { may: (permission) => value?.permissions.includes(permission) ?? false, workshops: value?.factory.workshops ?? [] };
}
