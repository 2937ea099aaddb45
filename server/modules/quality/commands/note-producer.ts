import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { InspectionModel } from '../models/inspection.model';

/** Adds somebody who works on the pieces to the inspections that wait for a verdict on them, so that they are not the one to give it. */
export const noteProducer = defineCommand({
  name: 'quality.note-producer',
  permission: 'quality.request_inspection',
  input: z.strictObject({ operationId: id, personId: z.string().check(z.maxLength(64)) }),
  async run({ operationId, personId }, { scope }) {
    const { modifiedCount } = await InspectionModel.updateMany(
      { factoryId: scope.factoryId, operationId, state: 'open' },
      { $addToSet: { producerIds: personId } },
    );
    return accepted({ changed: modifiedCount > 0 });
  },
});
