import type { ImportKind } from '../../contracts/api/integration';
import { type Actor, AppError } from '../../platform';

/** Importing is another way to define: whoever may not define one may not import many. What an order needs is looked at row by row. */
export function demandPermission(actor: Actor, kind: ImportKind): void {
  if (kind === 'orders' || actor.permissions.has('workorders.manage_master')) return;
  throw new AppError('forbidden', { permission: 'workorders.manage_master' });
}
