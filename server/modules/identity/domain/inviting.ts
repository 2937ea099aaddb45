import type { Permission, Role } from '../../../contracts/permissions';

type Inviter = { readonly roles: readonly Role[]; readonly permissions: ReadonlySet<Permission> };
type Invited = { readonly roles: readonly Role[]; readonly hasBeenIn: boolean };

const SHOP_FLOOR: readonly Role[] = ['worker', 'keeper'];

/**
 * Whether somebody may be handed a way in by this inviter. Whoever holds a code can use it, so an invitation is as much as the rights of
 * whom it is for: only an administrator invites one, and who does not manage people (a leader) lets in new hands of the shop floor only,
 * and never opens a second door to somebody who has one.
 */
export function mayInvite(inviter: Inviter, invited: Invited): boolean {
  if (invited.roles.includes('admin')) return inviter.roles.includes('admin');
  if (inviter.permissions.has('identity.manage_people')) return true;
  return !invited.hasBeenIn && invited.roles.every((role) => SHOP_FLOOR.includes(role));
}
