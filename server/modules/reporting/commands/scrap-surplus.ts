import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import type { SurplusScrapped } from '../../../contracts/events/reporting';
import { formatQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand } from '../../../platform';
import { businessDateOf, factoryOf } from '../../identity';
import {
  findOrderState,
  operationOf,
  orderFacts,
  orderSubject,
  saveOrderProgress,
  scrapSurplus as scrap,
  statusFacts,
  surplusLines,
} from '../../workorders';
import { addRow } from '../ledger';
import { ONE_REPORT_PER_NUMBER } from '../models/work-report.model';

/** Why in the ledger; no reason that a worker picks from. */
const ORDER_REDUCED = 'order_reduced';

/**
 * Scraps what an order does not need any more since it was made smaller, as whoever answered the change chose (B-1.18): good pieces become
 * scrap where they lie, in the ledger and in the order at once. What people made stays theirs: no report is taken back and no pay
 * changes. Of an order that is over nothing is scrapped.
 */
export const scrapSurplus = defineCommand({
  name: 'reporting.scrap-surplus',
  permission: 'reporting.scrap_surplus',
  input: z.strictObject({ workOrderId: id, personId: z.string().check(z.maxLength(64)), reason: z.nullable(z.string()) }),
  againIfLostTo: [ONE_REPORT_PER_NUMBER],
  async run({ workOrderId, personId, reason }, { scope, now, publish }) {
    const before = await findOrderState(scope, workOrderId);
    const isOpen = before && !['closed', 'cancelled', 'deleted'].includes(before.status);
    const lines = isOpen ? surplusLines(before) : [];
    if (!before || lines.length === 0) return accepted({ qty: '0' });

    const { order } = scrap(before, lines, now);
    const businessDate = businessDateOf(await factoryOf(scope.factoryId), now);
    for (const { operationId, qty } of lines) {
      await addRow(order, operationOf(order, operationId), {
        kind: 'surplus',
        personId,
        bookedById: personId,
        goodQty: -qty,
        scrap: [{ reasonCode: ORDER_REDUCED, qty }],
        scrapQty: qty,
        reworkQty: 0,
        occurredAt: now,
        receivedAt: now,
        businessDate,
        reason,
      });
    }
    await saveOrderProgress(before, order);
    const qty = formatQuantity(lines.reduce((sum, line) => sum + line.qty, 0));
    publish({
      type: 'reporting.surplus_scrapped',
      version: 1,
      subject: orderSubject(order),
      payload: { ...orderFacts(order), personId, qty, reason },
    } satisfies SurplusScrapped);
    for (const fact of statusFacts(before, order)) publish(fact);
    return accepted({ qty });
  },
});
