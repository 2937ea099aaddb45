import { coversWorkshop, type Scope } from '../../../platform';

/** Listed by name, or responsible for the workshop it is about. Whether they hold `approvals.decide` at all is asked before. */
export function mayDecide(
  request: { readonly approverIds: readonly string[]; readonly workshopId: string | null },
  personId: string,
  scope: Scope,
): boolean {
  return request.approverIds.includes(personId) || (request.workshopId !== null && coversWorkshop(scope, request.workshopId));
}
