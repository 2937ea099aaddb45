import type { InspectionDto } from '../contracts/api/quality';
import type { WorkOrderDto } from '../contracts/api/workorders';
import { decideInspection, inspections } from '../modules/quality';
import { pauseWork, reportWork, requestOverProduction, startWork } from '../modules/reporting';
import { closeWorkOrder, createWorkOrder, dispatchOperation, requestOrderChange } from '../modules/workorders';
import { systemActor } from '../platform';
import { DEMO_FACTORY_ID } from './factory';
import { operationIdOf, type Shift } from './shift';

const DAY = 24 * 60;

/** The orders of the demonstration, each in a state that matters, in the middle of a shift. */
export class OrderBook {
  constructor(
    private readonly shift: Shift,
    /** Hands on what was published, so that what follows from it (inspections, pay, alerts) is there. */
    private readonly settle: () => Promise<void>,
  ) {}

  async write(): Promise<void> {
    await this.lateForMixedReasons();
    await this.runningWithAChangeOpen();
    await this.waitingForItsFirstArticle();
    await this.readyToStart();
    await this.halfWayDown();
    await this.askingToOverProduce();
    await this.clusterOfScrap();
    await this.firstArticleFailed();
    await this.waitingForRelease();
    await this.partsInRework();
    await this.doneAndClosed();
    await this.notStartedYet();
  }

  /** Late: heat treatment came late, then the night shift had nobody on it. */
  private async lateForMixedReasons(): Promise<void> {
    const order = await this.order('WO-0309', 'YG-77', '120', -2, 12 * DAY);
    await this.made(order, 10, 'maliang', '120', 9 * DAY, 8 * DAY);
    await this.made(order, 20, 'zhoujie', '36', 3 * DAY, 2 * DAY);
    await this.shift.does('chenbanzhang', 2 * DAY, dispatchOperation, {
      operationId: operationIdOf(order, 30),
      personIds: [this.shift.idOf('limin')],
    });
  }

  private async runningWithAChangeOpen(): Promise<void> {
    const order = await this.order('WO-0312', 'FL-120', '100', 3, 5 * DAY);
    await this.made(order, 10, 'maliang', '80', 2 * DAY, DAY);
    const turning = operationIdOf(order, 20);
    await this.shift.does('chenbanzhang', DAY, dispatchOperation, { operationId: turning, personIds: [this.shift.idOf('wang')] });
    await this.begins('wang', turning, 42);
    await this.reports('wang', turning, 20, '58', [{ reasonCode: 'scratch', qty: '2' }]);
    await this.shift.does('liujihua', 15, requestOrderChange, { workOrderId: order.id, plannedQty: '120', reason: '客户加单 20 件' });
  }

  private async waitingForItsFirstArticle(): Promise<void> {
    const order = await this.order('WO-0315', 'BK-31', '60', 5, 2 * DAY);
    const milling = operationIdOf(order, 10);
    await this.begins('zhaolei', milling, 30);
    await this.reports('zhaolei', milling, 25, '1');
  }

  private async readyToStart(): Promise<void> {
    const order = await this.order('WO-0316', 'ZT-14', '40', 1, 3 * DAY);
    await this.made(order, 10, 'sunli', '40', DAY, DAY - 120);
    await this.shift.does('chenbanzhang', 60, dispatchOperation, {
      operationId: operationIdOf(order, 20),
      personIds: [this.shift.idOf('wang')],
    });
  }

  private async halfWayDown(): Promise<void> {
    const order = await this.order('WO-0318', 'CX-09', '20', 6, 4 * DAY);
    await this.begins('sunli', operationIdOf(order, 10), 3 * DAY);
    await this.reports('sunli', operationIdOf(order, 10), 3 * DAY - 30, '2');
    await this.inspected(order, 10, 'first_article', 'passed', 3 * DAY - 60);
    await this.reports('sunli', operationIdOf(order, 10), 2 * DAY, '18');
    await this.made(order, 20, 'zhoujie', '12', 200, 60);
  }

  private async askingToOverProduce(): Promise<void> {
    const order = await this.order('WO-0321', 'ZT-14', '100', 2, 3 * DAY);
    await this.begins('limin', operationIdOf(order, 10), 300);
    await this.reports('limin', operationIdOf(order, 10), 90, '105');
    await this.shift.does('limin', 35, requestOverProduction, {
      operationId: operationIdOf(order, 10),
      qty: '15',
      reason: '毛坯多投,客户下月还要',
    });
  }

  private async clusterOfScrap(): Promise<void> {
    const order = await this.order('WO-0322', 'ZT-14', '200', 4, 2 * DAY);
    await this.begins('maliang', operationIdOf(order, 10), 240);
    await this.reports('maliang', operationIdOf(order, 10), 120, '48', [{ reasonCode: 'size_out', qty: '3' }]);
    await this.reports('maliang', operationIdOf(order, 10), 50, '30', [{ reasonCode: 'tool_wear', qty: '9' }]);
  }

  private async firstArticleFailed(): Promise<void> {
    const order = await this.order('WO-0323', 'CX-09', '10', 7, DAY);
    await this.begins('zhoujie', operationIdOf(order, 10), 180);
    await this.reports('zhoujie', operationIdOf(order, 10), 170, '1');
    await this.inspected(order, 10, 'first_article', 'failed', 150, '孔位偏 0.3 mm');
  }

  private async waitingForRelease(): Promise<void> {
    const order = await this.order('WO-0324', 'FL-120', '30', 1, 4 * DAY);
    await this.made(order, 10, 'maliang', '30', 3 * DAY, 3 * DAY - 100);
    await this.made(order, 20, 'limin', '30', 2 * DAY, 2 * DAY - 100);
    await this.made(order, 30, 'sunli', '30', 120, 40);
  }

  private async partsInRework(): Promise<void> {
    const order = await this.order('WO-0325', 'FL-120', '50', 4, 3 * DAY);
    const operationId = operationIdOf(order, 10);
    await this.begins('zhaolei', operationId, 2 * DAY);
    await this.shift.does('zhaolei', DAY, reportWork, {
      operationId,
      goodQty: '40',
      scrap: [],
      reworkQty: '5',
      occurredAt: this.shift.minutesAgo(DAY).toISOString(),
      photoIds: [],
    });
    await this.shift.does('zhaolei', DAY, pauseWork, { operationId, occurredAt: this.shift.minutesAgo(DAY).toISOString() });
  }

  private async doneAndClosed(): Promise<void> {
    for (const [orderNo, quantity, close] of [
      ['WO-0305', '60', true],
      ['WO-0306', '80', false],
    ] as const) {
      const order = await this.order(orderNo, 'ZT-14', quantity, 1, 6 * DAY);
      await this.made(order, 10, 'sunli', quantity, 5 * DAY, 4 * DAY);
      await this.made(order, 20, 'zhoujie', quantity, 3 * DAY, 2 * DAY);
      if (close) await this.shift.does('liujihua', DAY, closeWorkOrder, { workOrderId: order.id, closeShort: false });
    }
  }

  private async notStartedYet(): Promise<void> {
    await this.order('WO-0320', 'ZT-14', '400', 10, DAY);
    await this.order('WO-0326', 'YG-77', '80', 12, DAY);
    await this.order('WO-0327', 'FL-120', '150', 14, 60, false);
  }

  private order(
    orderNo: string,
    itemCode: string,
    plannedQty: string,
    dueInDays: number,
    minutesAgo: number,
    release = true,
  ): Promise<WorkOrderDto> {
    const dueAt = this.shift.inDays(dueInDays);
    return this.shift.does('liujihua', minutesAgo, createWorkOrder, { orderNo, itemCode, plannedQty, dueAt, workshopId: 'w1', release });
  }

  private async made(order: WorkOrderDto, seq: number, key: string, goodQty: string, from: number, to: number): Promise<void> {
    const operationId = operationIdOf(order, seq);
    await this.begins(key, operationId, from);
    await this.reports(key, operationId, to, goodQty);
    await this.shift.does(key, to, pauseWork, { operationId, occurredAt: this.shift.minutesAgo(to).toISOString() });
  }

  private async begins(key: string, operationId: string, minutesAgo: number): Promise<void> {
    await this.shift.does(key, minutesAgo, startWork, { operationId, occurredAt: this.shift.minutesAgo(minutesAgo).toISOString() });
  }

  private async reports(
    key: string,
    operationId: string,
    minutesAgo: number,
    goodQty: string,
    scrap: { reasonCode: string; qty: string }[] = [],
  ): Promise<void> {
    const occurredAt = this.shift.minutesAgo(minutesAgo).toISOString();
    await this.shift.does(key, minutesAgo, reportWork, { operationId, goodQty, scrap, reworkQty: '0', occurredAt, photoIds: [] });
  }

  private async inspected(
    order: WorkOrderDto,
    seq: number,
    kind: InspectionDto['kind'],
    result: 'passed' | 'failed',
    minutesAgo: number,
    reason?: string,
  ): Promise<void> {
    await this.settle();
    const actor = systemActor('demonstration', DEMO_FACTORY_ID, ['quality.read']);
    const open = await inspections.run({ state: 'open' }, { actor, now: this.shift.minutesAgo(minutesAgo) });
    const waiting = open.items.find((one) => one.operationId === operationIdOf(order, seq) && one.kind === kind);
    if (!waiting) throw new Error(`${order.orderNo} ${seq} waits for no ${kind}`);
    await this.shift.does('zhanggong', minutesAgo, decideInspection, {
      inspectionId: waiting.id,
      result,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
