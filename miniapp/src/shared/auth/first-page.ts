import type { PersonDto } from '@contracts/api/identity';
import type { PageName } from '../navigation';

/**
 * Where somebody's work begins: a leader with what goes wrong, a manager with what waits for a decision, an inspector with what waits for
 * inspection, a planner with the orders where there is room for them, who looks after the system with the messages, everybody else with the
 * tasks.
 */
export function firstPageOf({ roles }: Pick<PersonDto, 'roles'>, deskFits = false): PageName {
  if (roles.includes('leader')) return 'alerts';
  if (roles.includes('planner')) return deskFits ? 'orders' : 'alerts';
  if (roles.includes('manager')) return 'approvals';
  if (roles.includes('it') && !roles.includes('worker')) return 'messages';
  return roles.includes('inspector') && !roles.includes('worker') ? 'inspections' : 'myTasks';
}
