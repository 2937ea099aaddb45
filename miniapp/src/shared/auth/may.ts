import { type Permission, ROLE_PERMISSIONS } from '@contracts/permissions';
import { useSession } from './session';

/**
 * Whether whoever is signed in may do something by their roles, so that a page does not offer what would be refused. The server decides;
 * a factory's own roles are not known here.
 */
export function useMay(permission: Permission): boolean {
  const roles = useSession()?.person.roles ?? [];
  return roles.some((role) => ROLE_PERMISSIONS[role].includes(permission));
}
