import { workTimeBody } from '../../../contracts/api/reporting';
import { defineCommand } from '../../../platform';
import { decideStart } from '../../workorders';
import { beginWork } from '../begin-work';
import { ONE_OPEN_SEGMENT } from '../models/work-segment.model';

/**
 * Begins work at an operation. Beginning twice changes nothing (B-1.8).
 * Refuses with `occurred_in_future`, `occurred_too_long_ago`, `order_not_open`, `operation_finished`, `dispatched_to_other`,
 * `first_article_open`, `first_article_failed`, `nothing_ready` (B-1.7) or `working_elsewhere` (B-1.17).
 * Publishes `reporting.work_started`.
 */
export const startWork = defineCommand({
  name: 'reporting.start-work',
  permission: 'reporting.start',
  input: workTimeBody,
  againIfLostTo: [ONE_OPEN_SEGMENT],
  queueBy: ({ operationId }) => operationId,
  run: (input, context) => beginWork(input, decideStart, context),
});
