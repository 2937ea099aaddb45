import { labelsQuery, travelCardQuery } from '../../../contracts/api/integration';
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
    return { fileName: `${order.orderNo}.html`, inline: true, body: travelCardPage(order, size, await paperOf(locale, context)) };
  },
});

/** The labels of an order's operations as pages to print. */
export const labels = defineQuery({
  name: 'integration.labels',
  permission: 'workorders.read',
  input: labelsQuery,
  async run({ workOrderId, locale }, context) {
    const order = await workOrder.run({ workOrderId }, context);
    return { fileName: `${order.orderNo}-labels.html`, inline: true, body: labelsPage(order, await paperOf(locale, context)) };
  },
});

async function paperOf(locale: Locale = 'zh-CN', { scope, now }: QueryContext): Promise<Paper> {
  return { locale, t: textsIn(locale), factory: await factoryOf(scope.factoryId), now };
}
