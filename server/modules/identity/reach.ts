import type { Role } from '../../contracts/permissions';
import type { Actor, Scope } from '../../platform';
import { ALL_WORKSHOPS } from './people';

/** Whether somebody works only where the scope reaches: one workshop's HR does not decide about the people of another. */
export function reaches(scope: Scope, person: { readonly workshopIds: readonly string[] }): boolean {
  const { workshopIds } = scope;
  return workshopIds === 'all' || (person.workshopIds.length > 0 && person.workshopIds.every((id) => workshopIds.includes(id)));
}

/** The first workshop of a wish that does not exist here or is outside the scope; undefined when all is well. */
export function workshopOutOfReach(
  scope: Scope,
  existing: readonly { readonly id: string }[],
  asked: readonly string[],
): string | undefined {
  const known = new Set([ALL_WORKSHOPS, ...existing.map(({ id }) => id)]);
  return asked.find((id) => !known.has(id) || (scope.workshopIds !== 'all' && !scope.workshopIds.includes(id)));
}

/**
 * Whether these roles may be given or taken by this actor. Who takes people on appoints leaders and managers too, but only an
 * administrator makes or unmakes an administrator: otherwise managing people would be the right to every other right.
 */
export function mayAppoint(actor: Actor, before: readonly Role[], after: readonly Role[]): boolean {
  return before.includes('admin') === after.includes('admin') || actor.roles.includes('admin');
}
