import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { InspectionModel } from '../models/inspection.model';

/** Takes the open inspections of an order that is over off the inspectors' list. Those with a verdict keep it. */
export const withdrawInspections = defineCommand({
  name: 'quality.withdraw-inspections',
  permission: 'quality.request_inspection',
  input: z.strictObject({ workOrderId: id }),
  async run({ workOrderId }, { scope, now }) {
    const { modifiedCount } = await InspectionModel.updateMany(
      { factoryId: scope.factoryId, workOrderId, state: 'open' },
      { $set: { state: 'withdrawn', decidedAt: now } },
    );
    await InspectionModel.updateMany(
      { factoryId: scope.factoryId, workOrderId, state: 'withdrawn', 'concession.state': 'pending' },
      { $set: { 'concession.state': 'lapsed' } },
    );
    return accepted({ withdrawn: modifiedCount });
  },
});
