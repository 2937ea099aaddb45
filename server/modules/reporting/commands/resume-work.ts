import { workTimeBody } from '../../../contracts/api/reporting';
import { defineCommand } from '../../../platform';
import { decideResume } from '../../workorders';
import { beginWork } from '../begin-work';
import { ONE_OPEN_SEGMENT } from '../models/work-segment.model';

/**
 * Goes on with work after a pause, past the same gates as a start, so that a pause is no way round them (B-1.7).
 * Refuses as `startWork` does, and with `operation_not_started`. Publishes `reporting.work_started`.
 */
export const resumeWork = defineCommand({
  name: 'reporting.resume-work',
  permission: 'reporting.start',
  input: workTimeBody,
  againIfLostTo: [ONE_OPEN_SEGMENT],
  queueBy: ({ operationId }) => operationId,
  run: (input, context) => beginWork(input, decideResume, context),
});
