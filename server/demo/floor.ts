import type { InspectionDto } from '../contracts/api/quality';
import type { WorkOrderDto } from '../contracts/api/workorders';
import { decideInspection, inspections } from '../modules/quality';
import { pauseWork, reportWork, startWork } from '../modules/reporting';
import { createWorkOrder, dispatchOperation } from '../modules/workorders';
import { systemActor } from '../platform';
import type { Shift } from './shift';
import type { Told } from './telling';

type Scrap = { readonly reasonCode: string; readonly qty: string };
export type Ordered = {
  readonly orderNo: string;
  readonly itemCode: string;
  readonly qty: string;
  readonly dueInDays: number;
  readonly customer?: string;
  readonly draft?: true;
};

/** What is done on a shop floor, in the words the stories are told in. */
export class Floor {
  constructor(readonly shift: Shift) {}

  async *order(at: Date, { orderNo, itemCode, qty, dueInDays, customer, draft }: Ordered): Told<WorkOrderDto> {
    return yield* this.shift.does('liujihua', at, createWorkOrder, {
      orderNo,
      itemCode,
      plannedQty: qty,
      dueAt: this.shift.due(dueInDays),
      workshopId: 'w1',
      ...(customer === undefined ? {} : { customer }),
      release: !draft,
    });
  }

  async *gives(key: string, operationId: string, at: Date): Told {
    yield* this.shift.does('chenbanzhang', at, dispatchOperation, { operationId, personIds: [this.shift.idOf(key)] });
  }

  /** One stretch of work: begun, reported at its end, put down. */
  async *makes(key: string, operationId: string, goodQty: string, from: Date, to: Date, scrap: Scrap[] = []): Told {
    yield* this.begins(key, operationId, from);
    yield* this.reports(key, operationId, to, goodQty, scrap);
    yield* this.putsDown(key, operationId, to);
  }

  async *begins(key: string, operationId: string, at: Date): Told {
    yield* this.shift.does(key, at, startWork, { operationId, occurredAt: at.toISOString() });
  }

  async *putsDown(key: string, operationId: string, at: Date): Told {
    yield* this.shift.does(key, at, pauseWork, { operationId, occurredAt: at.toISOString() });
  }

  async *reports(key: string, operationId: string, at: Date, goodQty: string, scrap: Scrap[] = [], reworkQty = '0'): Told<string> {
    return yield* this.reportsLater(key, operationId, at, at, goodQty, scrap, reworkQty);
  }

  /** Pressed when the phone had no network, and here when it had one again. Answers the report's id. */
  async *reportsLater(
    key: string,
    operationId: string,
    pressedAt: Date,
    at: Date,
    goodQty: string,
    scrap: Scrap[] = [],
    reworkQty = '0',
  ): Told<string> {
    const input = { operationId, goodQty, scrap, reworkQty, occurredAt: pressedAt.toISOString(), photoIds: [] };
    const { report } = yield* this.shift.does(key, at, reportWork, input);
    return report.id;
  }

  /** An inspector decides the inspection that waits on an operation. */
  async *inspected(operationId: string, kind: InspectionDto['kind'], at: Date, failure?: string): Told {
    yield at;
    const actor = systemActor('demonstration', this.shift.factoryId, ['quality.read']);
    const open = await inspections.run({ state: 'open' }, { actor, now: at });
    const waiting = open.items.find((one) => one.operationId === operationId && one.kind === kind);
    if (!waiting) throw new Error(`demonstration: no ${kind} waits on ${operationId} at ${at.toISOString()}`);
    yield* this.shift.does('zhanggong', at, decideInspection, {
      inspectionId: waiting.id,
      ...(failure === undefined ? { result: 'passed' } : { result: 'failed', reason: failure }),
    });
  }
}

export function operationIdOf(order: WorkOrderDto, seq: number): string {
  const operation = order.operations.find((one) => one.seq === seq);
  if (!operation) throw new Error(`${order.orderNo} has no operation ${seq}`);
  return operation.id;
}
