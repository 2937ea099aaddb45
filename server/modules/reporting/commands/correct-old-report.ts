import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { correctReportBody } from '../../../contracts/api/reporting';
import { defineCommand } from '../../../platform';
import { ONE_REPORT_PER_NUMBER, ONE_REVERSAL_PER_REPORT } from '../models/work-report.model';
import { putRight } from '../put-right';

/**
 * Puts a report right that is too old for it, because it was approved. Only the product itself runs this; the rows are booked in the name
 * of who asked. The rules of the order hold as ever: an approval is no way round what has gone on downstream.
 */
export const correctOldReport = defineCommand({
  name: 'reporting.correct-old-report',
  permission: 'reporting.correct_old',
  input: z.strictObject({ correction: correctReportBody, requestedById: id, approvalId: id }),
  againIfLostTo: [ONE_REPORT_PER_NUMBER, ONE_REVERSAL_PER_REPORT],
  run: ({ correction, requestedById }, context) =>
    putRight(correction, { personId: requestedById, maySpeakForOthers: true, approved: true }, context),
});
