import type { WorkOrderChangeAnswered } from '../../../contracts/events/workorders';
import { defineSubscriber } from '../../../platform';
import { scrapSurplus } from '../commands/scrap-surplus';

/** A workshop head has chosen to scrap what an order that was made smaller does not need any more (B-1.18). */
export const onSurplusGivenUp = defineSubscriber<WorkOrderChangeAnswered>({
  name: 'reporting.scrap-surplus',
  on: 'workorders.change_answered',
  permissions: ['reporting.scrap_surplus'],
  async handle({ payload: { workOrderId, answer, choice, answeredById, reason } }, { run }) {
    if (answer === 'accepted' && choice === 'scrap_surplus') {
      await run(scrapSurplus, { workOrderId, personId: answeredById, reason }, { expected: [] });
    }
  },
});
