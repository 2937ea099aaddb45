import type { WorkReported, WorkStarted } from '../../../contracts/events/reporting';
import { defineSubscriber } from '../../../platform';
import { noteProducer } from '../commands/note-producer';
import { openDueInspection } from '../commands/open-due-inspection';
import { InspectionModel } from '../models/inspection.model';

/** Work makes inspections due, and those who do it unfit to inspect it (B-6.1, B-6.2, B-6.4). */
export const onWork = defineSubscriber<WorkStarted | WorkReported>({
  name: 'quality.open-inspections',
  on: ['reporting.work_started', 'reporting.work_reported'],
  permissions: ['quality.request_inspection'],
  async handle({ payload: { operationId, personId, ...work } }, { factoryId, run }) {
    if (work.firstArticleDue) await run(openDueInspection, { operationId, kind: 'first_article', personId }, 'first_article');
    if ('finalReleaseDue' in work && work.finalReleaseDue)
      await run(openDueInspection, { operationId, kind: 'final_release', personId }, 'final_release');
    const unaware = await InspectionModel.exists({ factoryId, operationId, state: 'open', producerIds: { $ne: personId } });
    if (unaware) await run(noteProducer, { operationId, personId }, 'producer');
  },
});
