import type { RoutingBody, WorkOrderDto } from '../../../server/contracts/api/workorders';
import { parseQuantity } from '../../../server/contracts/quantity';
import { createWorkOrder, defineItem, defineRouting } from '../../../server/modules/workorders';
import { settle } from '../../../server/modules/workorders/domain/settle';
import { type WorkOrder, WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { saveOrderProgress, toOrderState } from '../../../server/modules/workorders/progress';
import { asPerson, type TestFactory } from '../../support';

type Plan = {
  readonly orderNo?: string;
  readonly plannedQty?: string;
  readonly release?: boolean;
  readonly dueAt?: string;
  readonly workshopId?: string;
  readonly customer?: string;
  readonly operations?: RoutingBody['operations'];
  readonly links?: RoutingBody['links'];
  readonly unit?: { name: string; decimals: number };
  readonly itemCode?: string;
};

export const DUE = '2026-12-01T18:00:00+08:00';

/** The item, its routing (op 10 and op 20 when none is given) and an order for 100 pieces, released, by the planner. */
export async function plannedOrder(factory: TestFactory, plan: Plan = {}): Promise<WorkOrderDto> {
  const liu = asPerson(factory.liu);
  const itemCode = plan.itemCode ?? 'AX-7';
  await liu.must(defineItem, { code: itemCode, name: '主轴', unit: plan.unit ?? { name: '件', decimals: 0 } });
  await liu.must(defineRouting, {
    itemCode,
    operations: plan.operations ?? [
      { seq: 10, name: '车' },
      { seq: 20, name: '铣' },
    ],
    ...(plan.links ? { links: plan.links } : {}),
  });
  return liu.must(createWorkOrder, {
    orderNo: plan.orderNo ?? 'WO-0309',
    itemCode,
    plannedQty: plan.plannedQty ?? '100',
    dueAt: plan.dueAt ?? DUE,
    workshopId: plan.workshopId ?? 'w1',
    release: plan.release ?? true,
    ...(plan.customer ? { customer: plan.customer } : {}),
  });
}

/** What a workshop has made so far, by operation number; settled as a report settles it. */
export async function made(
  order: { readonly id: string },
  bySeq: Readonly<Record<number, { good?: string; scrap?: string; rework?: string }>>,
): Promise<void> {
  const before = toOrderState(await storedOrder(order));
  const operations = before.operations.map((operation) => {
    const done = bySeq[operation.seq];
    return done
      ? {
          ...operation,
          goodQty: parseQuantity(done.good ?? '0') ?? 0,
          scrapQty: parseQuantity(done.scrap ?? '0') ?? 0,
          inReworkQty: parseQuantity(done.rework ?? '0') ?? 0,
        }
      : operation;
  });
  await saveOrderProgress(before, settle({ ...before, status: 'in_process', operations }, new Date()).order);
}

export async function storedOrder({ id }: { readonly id: string }): Promise<WorkOrder> {
  const stored = await WorkOrderModel.findById(id).lean<WorkOrder>();
  if (!stored) throw new Error(`no order ${id}`);
  return stored;
}
