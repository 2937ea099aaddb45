import * as z from 'zod/mini';
import { instant } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { ONE_FOLLOWED_GATE, OpenGateModel } from '../models/open-gate.model';

/** Keeps which inspections are waited for and since when, from the facts about them. */
export const followGate = defineCommand({
  name: 'alerts.follow-gate',
  permission: 'alerts.raise',
  againIfLostTo: [ONE_FOLLOWED_GATE],
  input: z.strictObject({
    inspectionId: z.string(),
    kind: z.enum(['first_article', 'final_release']),
    workOrderId: z.string(),
    orderNo: z.string(),
    itemName: z.string(),
    workshopId: z.string(),
    operationId: z.string(),
    operationName: z.string(),
    /** Null when it has been decided. */
    openedAt: z.nullable(instant),
  }),
  async run({ openedAt, ...gate }, { scope, now }) {
    const filter = { factoryId: scope.factoryId, inspectionId: gate.inspectionId };
    await OpenGateModel.updateOne(
      filter,
      openedAt === null
        ? { $set: { closedAt: now }, $setOnInsert: { ...gate, openedAt: null } }
        : { $setOnInsert: { ...gate, openedAt: new Date(openedAt), closedAt: null } },
      { upsert: true },
    );
    return accepted({ followed: true });
  },
});
