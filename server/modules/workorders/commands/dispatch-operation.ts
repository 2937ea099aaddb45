import { dispatchBody } from '../../../contracts/api/workorders';
import type { OperationDispatched } from '../../../contracts/events/workorders';
import { accepted, defineCommand, refused } from '../../../platform';
import { ALL_WORKSHOPS, permissionsOf, personById } from '../../identity';
import { decideDispatch } from '../domain/dispatch';
import { operationOf } from '../domain/order-flow';
import { StationModel } from '../models/station.model';
import { orderFacts, orderSubject } from '../order-facts';
import { loadOrderForProgress, saveOrderProgress } from '../progress';
import { presentOperation } from '../workorders.presenter';

/**
 * Gives an operation to people, to a station, or back to everybody of the workshop (no people). The people named replace those before.
 * Refuses with `person_unknown` or `station_unknown` for who or what is not of this workshop, `order_not_open`, `operation_finished`.
 */
export const dispatchOperation = defineCommand({
  name: 'workorders.dispatch-operation',
  permission: 'workorders.dispatch',
  input: dispatchBody,
  async run({ operationId, personIds, stationCode }, { scope, publish }) {
    const order = await loadOrderForProgress(scope, operationId);
    for (const personId of personIds) {
      const reason = await whyNotDispatchable(scope.factoryId, personId, order.workshopId);
      if (reason) return refused({ code: 'person_unknown', personId, reason });
    }
    if (stationCode) {
      const known = await StationModel.exists({ factoryId: scope.factoryId, code: stationCode, workshopId: order.workshopId });
      if (!known) return refused({ code: 'station_unknown', stationCode });
    }

    const decision = decideDispatch(order, operationId, { personIds, stationCode });
    if (decision.kind === 'refused') return decision;
    const after = decision.value;
    if (after !== order) {
      await saveOrderProgress(order, after);
      const operation = operationOf(after, operationId);
      publish({
        type: 'workorders.operation_dispatched',
        version: 1,
        subject: orderSubject(order),
        payload: { ...orderFacts(order), operationId, operationName: operation.name, personIds: operation.assignedPersonIds },
      } satisfies OperationDispatched);
    }
    return accepted(await presentOperation(after, operationId));
  },
});

/** A person can be given work when they are here, of this workshop, and report work at all; otherwise nobody could ever do it. */
async function whyNotDispatchable(factoryId: string, personId: string, workshopId: string): Promise<string | null> {
  const person = await personById(factoryId, personId);
  if (!person) return 'not_here';
  if (person.state === 'departed') return 'departed';
  if (![workshopId, ALL_WORKSHOPS].some((one) => person.workshopIds.includes(one))) return 'other_workshop';
  return permissionsOf(person.roles).has('reporting.start') ? null : 'does_not_report';
}
