import type { ImportKind } from '../../contracts/api/integration';
import type { Permission } from '../../contracts/permissions';
import { type Actor, AppError } from '../../platform';

/** Importing is another way to define: whoever may not define one may not import many. What an order needs is looked at row by row. */
export function demandPermission(actor: Actor, kind: ImportKind): void {
  const permission = NEEDED[kind];
  if (permission !== null && !actor.permissions.has(permission)) throw new AppError('forbidden', { permission });
}

const NEEDED: Readonly<Record<ImportKind, Permission | null>> = {
  items: 'workorders.manage_master',
  routings: 'workorders.manage_master',
  orders: null,
  rates: 'payroll.manage_rates',
};
