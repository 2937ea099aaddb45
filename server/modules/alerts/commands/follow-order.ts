import * as z from 'zod/mini';
import { instant } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { ONE_FOLLOWED_ORDER, OpenOrderModel } from '../models/open-order.model';

const order = { workOrderId: z.string(), orderNo: z.string(), itemName: z.string(), workshopId: z.string() };

/** Keeps what the rules need to know of an order, from the facts about it. */
export const followOrder = defineCommand({
  name: 'alerts.follow-order',
  permission: 'alerts.raise',
  againIfLostTo: [ONE_FOLLOWED_ORDER],
  input: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('released'), ...order, dueAt: instant }),
    z.strictObject({ what: z.literal('reopened'), ...order, dueAt: instant }),
    z.strictObject({ what: z.literal('change_requested'), ...order, changeId: z.string(), dueAt: instant }),
    z.strictObject({ what: z.literal('change_answered'), ...order, changeId: z.string(), applied: z.boolean() }),
    z.strictObject({ what: z.literal('over'), ...order }),
  ]),
  async run(fact, { scope, now }) {
    const { workOrderId, orderNo, itemName, workshopId } = fact;
    const filter = { factoryId: scope.factoryId, workOrderId };
    const known = await OpenOrderModel.findOneAndUpdate(
      filter,
      { $setOnInsert: { ...filter, orderNo, itemName, workshopId, dueAt: null, askedDueAt: [], closedAt: null } },
      { upsert: true, returnDocument: 'after' },
    ).lean();

    if (fact.what === 'released') await OpenOrderModel.updateOne({ ...filter, dueAt: null }, { $set: { dueAt: new Date(fact.dueAt) } });
    if (fact.what === 'reopened') await OpenOrderModel.updateOne(filter, { $set: { closedAt: null, dueAt: new Date(fact.dueAt) } });
    if (fact.what === 'over') await OpenOrderModel.updateOne(filter, { $set: { closedAt: now } });
    if (fact.what === 'change_requested')
      await OpenOrderModel.updateOne(filter, { $push: { askedDueAt: { changeId: fact.changeId, dueAt: new Date(fact.dueAt) } } });
    if (fact.what === 'change_answered') {
      const asked = known?.askedDueAt.find(({ changeId }) => changeId === fact.changeId);
      await OpenOrderModel.updateOne(filter, {
        $pull: { askedDueAt: { changeId: fact.changeId } },
        ...(asked && fact.applied ? { $set: { dueAt: asked.dueAt } } : {}),
      });
    }
    return accepted({ followed: true });
  },
});
