import type { PersonDto } from '@contracts/api/identity';
import type { PageName } from '../navigation';

/**
 * Where somebody's work begins: a leader with what goes wrong, a manager with what waits for a decision, an inspector with what waits for
 * inspection, a planner with the orders where there is room for them, HR and IT with the people, and everybody else with the tasks, but
 * for who makes nothing: on a wide screen a keeper sees the orders.
 */
export function firstPageOf({ roles }: Pick<PersonDto, 'roles'>, deskFits = false): PageName {
  if (roles.includes('leader')) return 'alerts';
  if (roles.includes('planner')) return deskFits ? 'orders' : 'alerts';
  if (roles.includes('manager')) return 'approvals';
  if (roles.includes('hr') || roles.includes('it')) return 'people';
  if (roles.includes('admin')) return deskFits ? 'orders' : 'alerts';
  if (deskFits && roles.every((role) => role === 'keeper')) return 'orders';
  return roles.includes('inspector') && !roles.includes('worker') ? 'inspections' : 'myTasks';
}
