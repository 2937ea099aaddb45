import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { INSPECTION_KINDS } from '../../../contracts/api/quality';
import { accepted, defineCommand } from '../../../platform';
import { loadOrderForProgress, saveOrderProgress } from '../../workorders';
import { openGate, waitingAfterWork } from '../domain/gate';
import { ONE_OPEN_INSPECTION } from '../models/inspection.model';
import { openInspectionOf, writeInspection } from '../open-inspection';

/** How it refuses when the order was deleted before the fact got here: of what nobody is to see there is nothing to inspect. */
export const ORDER_DELETED = 'not_found';

/**
 * Opens the inspections that work has made due. One that somebody has asked for, or decided, before the fact got here is not opened a
 * second time; one for which it is too early by now (a correction came between) waits to be asked for.
 */
export const openDueInspection = defineCommand({
  name: 'quality.open-due-inspection',
  permission: 'quality.request_inspection',
  input: z.strictObject({ operationId: id, kind: z.enum(INSPECTION_KINDS), personId: z.nullable(z.string().check(z.maxLength(64))) }),
  againIfLostTo: [ONE_OPEN_INSPECTION],
  async run({ operationId, kind, personId }, context) {
    const { scope, now } = context;
    const order = await loadOrderForProgress(scope, operationId);
    let after = order;
    let opened = 0;
    for (const operation of waitingAfterWork(order, operationId, kind)) {
      if (await openInspectionOf(scope.factoryId, operation.id, kind)) continue;
      const decision = openGate(after, operation, kind, now);
      if (decision.kind === 'refused') continue;
      after = decision.value;
      await writeInspection({ order, operation, kind }, personId !== null && operation.id === operationId ? [personId] : [], context);
      opened++;
    }
    await saveOrderProgress(order, after);
    return accepted({ opened });
  },
});
