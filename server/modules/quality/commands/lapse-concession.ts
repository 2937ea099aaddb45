import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { InspectionModel } from '../models/inspection.model';

/** Notes that a concession that was decided could not be carried out, so that the inspectors decide about the pieces again. */
export const lapseConcession = defineCommand({
  name: 'quality.lapse-concession',
  permission: 'quality.settle_concession',
  input: z.strictObject({ inspectionId: id, approvalId: id }),
  async run({ inspectionId, approvalId }, { scope }) {
    const { modifiedCount } = await InspectionModel.updateOne(
      { _id: inspectionId, factoryId: scope.factoryId, 'concession.approvalId': approvalId, 'concession.state': 'pending' },
      { $set: { 'concession.state': 'lapsed' } },
    );
    return accepted({ changed: modifiedCount > 0 });
  },
});
