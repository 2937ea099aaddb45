import type { FileImported } from '../../../contracts/events/integration';
import { defineSubscriber } from '../../../platform';
import { releaseWorkOrder } from '../../workorders';

/** Releases the orders that a file wanted released, each as if by hand; one that was deleted, held or cancelled meanwhile stays so. */
export const releaseImported = defineSubscriber<FileImported>({
  name: 'integration.release-imported',
  on: 'integration.file_imported',
  permissions: ['workorders.release'],
  async handle({ payload }, { run }) {
    for (const workOrderId of payload.releaseOrderIds)
      await run(releaseWorkOrder, { workOrderId }, { expected: ['not_found', 'order_not_draft'], part: workOrderId });
  },
});
