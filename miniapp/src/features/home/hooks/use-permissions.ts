import type { Permission } from '@contracts/permissions';
import { useRemote } from '@/shared/request/use-remote';
import { loadMe } from '../api';

/** Whether the person may do something, as the server last said; nothing is offered before it has. The server checks every press anyway. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useRemote(loadMe, 'me').value?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
}
