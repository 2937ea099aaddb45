import { labelSheetQuery, labelsQuery, travelCardQuery, travelCardsQuery } from '../../../contracts/api/integration';
import type { WorkOrderDto } from '../../../contracts/api/workorders';
import { defineQuery, type Locale, type QueryContext } from '../../../platform';
import { factoryOf } from '../../identity';
import { workOrder } from '../../workorders';
import { textsIn } from '../integration.texts';
import { labelsPage, type Paper, travelCardPage } from '../travel-card-page';

/** The travel card of an order as a page to print. */
export const travelCard = defineQuery({
  name: 'integration.travel-card',
  permission: 'workorders.read',
  input: travelCardQuery,
  async run({ workOrderId, size, locale }, context) {
    const order = await workOrder.run({ workOrderId }, context);
    return { fileName: `${order.orderNo}.html`, inline: true, body: travelCardPage([order], size, await paperOf(locale, context)) };
  },
});

/** The travel cards of several orders as one document, each on paper of its own. */
export const travelCards = defineQuery({
  name: 'integration.travel-cards',
  permission: 'workorders.read',
  input: travelCardsQuery,
  async run({ workOrderIds, size, locale }, context) {
    const body = travelCardPage(await ordersOf(workOrderIds, context), size, await paperOf(locale, context));
    return { fileName: 'travel-cards.html', inline: true, body };
  },
});

/** The labels of an order's operations as pages to print. */
export const labels = defineQuery({
  name: 'integration.labels',
  permission: 'workorders.read',
  input: labelsQuery,
  async run({ workOrderId, size, locale }, context) {
    const order = await workOrder.run({ workOrderId }, context);
    return { fileName: `${order.orderNo}-labels.html`, inline: true, body: labelsPage([order], size, await paperOf(locale, context)) };
  },
});

/** The labels of several orders, one after another. */
export const labelSheet = defineQuery({
  name: 'integration.label-sheet',
  permission: 'workorders.read',
  input: labelSheetQuery,
  async run({ workOrderIds, size, locale }, context) {
    const body = labelsPage(await ordersOf(workOrderIds, context), size, await paperOf(locale, context));
    return { fileName: 'labels.html', inline: true, body };
  },
});

async function ordersOf(workOrderIds: readonly string[], context: QueryContext): Promise<WorkOrderDto[]> {
  const orders: WorkOrderDto[] = [];
  for (const workOrderId of workOrderIds) orders.push(await workOrder.run({ workOrderId }, context));
  return orders;
}

async function paperOf(locale: Locale = 'zh-CN', { scope, now }: QueryContext): Promise<Paper> {
  return { locale, t: textsIn(locale), factory: await factoryOf(scope.factoryId), now };
}
