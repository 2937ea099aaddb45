import type { WorkReported, WorkStarted } from '../../../contracts/events/reporting';
import { defineSubscriber, lookUpTogether } from '../../../platform';
import { noteProducer } from '../commands/note-producer';
import { ORDER_DELETED, openDueInspection } from '../commands/open-due-inspection';
import { type Inspection, InspectionModel } from '../models/inspection.model';

type Waiting = Pick<Inspection, 'operationId' | 'producerIds'>;

const openInspections = lookUpTogether(async (factoryId, operationIds) => {
  const filter = { factoryId, operationId: { $in: [...operationIds] }, state: 'open' } as const;
  const found = await InspectionModel.find(filter, { operationId: 1, producerIds: 1 }).session(null).lean<Waiting[]>();
  return new Map(operationIds.map((id) => [id, found.filter(({ operationId }) => operationId === id)]));
});

/** Work makes inspections due, and those who do it unfit to inspect it (B-6.1, B-6.2, B-6.4). */
export const onWork = defineSubscriber<WorkStarted | WorkReported>({
  name: 'quality.open-inspections',
  on: ['reporting.work_started', 'reporting.work_reported'],
  permissions: ['quality.request_inspection'],
  async handle({ payload: { operationId, personId, ...work } }, { factoryId, run }) {
    if (work.firstArticleDue)
      await run(openDueInspection, { operationId, kind: 'first_article', personId }, { expected: [ORDER_DELETED], part: 'first_article' });
    if ('finalReleaseDue' in work && work.finalReleaseDue)
      await run(openDueInspection, { operationId, kind: 'final_release', personId }, { expected: [ORDER_DELETED], part: 'final_release' });
    const open = (await openInspections(factoryId, operationId)) ?? [];
    if (open.some(({ producerIds }) => !producerIds.includes(personId)))
      await run(noteProducer, { operationId, personId }, { expected: [], part: 'producer' });
  },
});
