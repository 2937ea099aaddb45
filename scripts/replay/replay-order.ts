import type { InspectionDto } from '../../server/contracts/api/quality';
import type { ReportReceiptDto } from '../../server/contracts/api/reporting';
import type { OperationDto, WorkOrderDto } from '../../server/contracts/api/workorders';
import { type ApiClient, Refused } from '../http-client';
import { type Crew, REPLAY_WORKSHOP } from './crew';
import type { LearnedOrder, Step } from './learn';
import type { Resolved, Tally } from './tally';

const DAYS_TO_DUE = 30;

const byInspector = (how: string): Resolved => ({ by: 'inspector', how });
const byLeader = (how: string): Resolved => ({ by: 'leader', how });
const withLater = (how: string): Resolved => ({ by: 'later', how });
const byNobody = (how: string): Resolved => ({ by: 'nobody', how });
const FIRST_ARTICLE = {
  first_article_open: byInspector('passed the first article, and the work went on'),
  first_article_failed: byInspector('passed the first article, and the work went on'),
};

/**
 * Replays one order: every record a start and a report with its real times. What a gate stops is shown and resolved by the person
 * who may: an inspector passes the first article, the team leader reports what was still open at the end. Safe to repeat: what the
 * order says is done is not done again.
 */
export async function replayOrder(order: LearnedOrder, crew: Crew, tally: Tally): Promise<void> {
  const before = await findOrder(order.orderNo, crew.planner);
  if (before && isDone(before)) {
    tally.ordersThereBefore += 1;
    return;
  }
  const stored = before ?? (await createOrder(order, crew.planner));
  const desk = new Desk(order, stored, crew, tally);
  for (const [index, step] of order.steps.entries()) await desk.take(step, index);
  await desk.finish();
  tally.ordersDone += 1;
}

export const isDone = (order: WorkOrderDto): boolean => order.status === 'completed' || order.status === 'closed';

async function findOrder(orderNo: string, planner: ApiClient): Promise<WorkOrderDto | null> {
  try {
    return await planner.get<WorkOrderDto>(`/work-orders/by-no/${encodeURIComponent(orderNo)}`);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

async function createOrder(order: LearnedOrder, planner: ApiClient): Promise<WorkOrderDto> {
  const last = order.steps.at(-1)?.record.end ?? '2012-01-01T00:00:00+08:00';
  return planner.post<WorkOrderDto>(
    '/work-orders',
    {
      orderNo: order.orderNo,
      itemCode: order.itemCode,
      plannedQty: String(order.plannedQty),
      dueAt: new Date(Date.parse(last) + DAYS_TO_DUE * 86_400_000).toISOString(),
      workshopId: REPLAY_WORKSHOP,
      release: true,
    },
    `replay-order-${order.orderNo}`,
  );
}

/** One order on somebody's desk: knows how far each operation is. */
class Desk {
  private readonly operations: Map<string, OperationDto>;
  private readonly records = new Map<string, number>();
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly order: LearnedOrder,
    stored: WorkOrderDto,
    private readonly crew: Crew,
    private readonly tally: Tally,
  ) {
    this.operations = new Map(stored.operations.map((operation) => [operation.name, operation]));
    for (const { kind, operation } of order.steps) if (kind === 'work') this.records.set(operation, (this.records.get(operation) ?? 0) + 1);
  }

  async take(step: Step, index: number): Promise<void> {
    if (step.kind === 'work') await this.work(step, index);
    else if (step.kind === 'rework') await this.rework(step, index);
    else await this.inspect(step.operation, step.kind, this.crew.worker(step.record.worker), `${index}`);
  }

  /** Whatever is still open when the log ends: the team leader reports it, operation by operation, and the last gates are opened. */
  async finish(): Promise<void> {
    const end = this.order.steps.at(-1)?.record.end ?? '';
    for (const name of this.operations.keys()) {
      let operation = await this.refresh(name);
      const inRework = Number(operation.inReworkQty);
      if (inRework > 0) await this.backFromRework(operation, inRework, this.crew.leader, end, 'rest-rework');
      operation = await this.refresh(name);
      const open = await this.openQty(operation);
      if (open > 0) {
        this.tally.refusal('open_at_end_of_log', byLeader('reported what the log left open'), this.placeOf(name));
        await this.start(operation, this.crew.leader, end, 'rest');
        await this.report(name, open, 0, this.crew.leader, end, 'rest');
      }
      operation = await this.refresh(name);
      // Another hand at the last pieces has had a first article asked for again.
      if (operation.firstArticle.state === 'open' || operation.firstArticle.state === 'due')
        await this.inspect(name, 'first_article', this.crew.inspectorOtherThan([]), 'rest-first');
      if (operation.finalRelease.state === 'open') await this.inspect(name, 'final_release', this.crew.inspectorOtherThan([]), 'rest');
    }
  }

  private async work(step: Step, index: number): Promise<void> {
    const { operation: name, record } = step;
    const nth = (this.taken.get(name) ?? 0) + 1;
    this.taken.set(name, nth);
    const operation = this.current(name);
    const total = Number(operation.targetQty);
    const share = Math.floor((total * nth) / (this.records.get(name) ?? 1));
    const want = share - this.processed(operation);
    if (want <= 0) return;
    const worker = this.crew.worker(record.worker);
    if (!(await this.start(operation, worker, record.start, `${index}`))) return;
    const rework = this.goesToRework(name, nth) ? Math.min(want, Math.max(1, Math.floor(total / 50))) : 0;
    await this.report(name, want - rework, rework, worker, record.end, `${index}`);
    await this.attempt(
      () => worker.post(`/operations/${operation.id}/pause`, { occurredAt: record.end }, this.key(operation, `${index}-pause`)),
      operation,
      { operation_finished: byNobody('the operation is finished, and with it everybody at it') },
    );
  }

  private goesToRework(name: string, nth: number): boolean {
    return nth === 1 && this.order.steps.some((step) => step.kind === 'rework' && step.operation === name);
  }

  private async rework(step: Step, index: number): Promise<void> {
    const operation = await this.refresh(step.operation);
    const inRework = Number(operation.inReworkQty);
    if (inRework > 0) await this.backFromRework(operation, inRework, this.crew.worker(step.record.worker), step.record.end, `${index}`);
  }

  private async backFromRework(operation: OperationDto, qty: number, who: ApiClient, at: string, mark: string): Promise<void> {
    const receipt = await who.post<ReportReceiptDto>(
      '/rework-reports',
      { operationId: operation.id, goodQty: String(qty), scrap: [], occurredAt: at },
      this.key(operation, `${mark}-reworked`),
    );
    this.tally.reworks += 1;
    this.operations.set(operation.name, receipt.operation);
  }

  private async start(operation: OperationDto, worker: ApiClient, at: string, mark: string): Promise<boolean> {
    const started = await this.attempt(
      () =>
        worker.post<{ operation: OperationDto }>(
          `/operations/${operation.id}/start`,
          { occurredAt: at },
          this.key(operation, `${mark}-start`),
        ),
      operation,
      {
        nothing_ready: withLater('the operation before had handed nothing over yet'),
        operation_finished: byNobody('nothing left to start'),
        ...FIRST_ARTICLE,
      },
    );
    if (started.ok) {
      this.tally.starts += 1;
      this.operations.set(operation.name, started.value.operation);
      return true;
    }
    if (started.code !== 'first_article_open' && started.code !== 'first_article_failed') return false;
    await this.inspect(operation.name, 'first_article', this.crew.inspectorOtherThan([]), `${mark}-gate`);
    return this.start(operation, worker, at, `${mark}-again`);
  }

  private async report(name: string, good: number, rework: number, worker: ApiClient, at: string, mark: string): Promise<void> {
    if (good + rework <= 0) return;
    const operation = this.current(name);
    const scrap = good > 40 && mark.endsWith('7') ? 1 : 0;
    const body = {
      operationId: operation.id,
      goodQty: String(good - scrap),
      scrap: scrap > 0 ? [{ reasonCode: 'size_out', qty: String(scrap) }] : [],
      reworkQty: String(rework),
      occurredAt: at,
    };
    const reported = await this.attempt(
      () => worker.post<ReportReceiptDto>('/work-reports', body, this.key(operation, `${mark}-report`)),
      operation,
      {
        more_than_ready: withLater('what was ready was reported, the rest with a later record'),
        over_production: byNobody('what was planned was reported'),
        operation_finished: byNobody('nothing left to report'),
        ...FIRST_ARTICLE,
      },
    );
    if (reported.ok) {
      this.tally.reports += 1;
      this.operations.set(name, reported.value.operation);
      return;
    }
    if (reported.code === 'first_article_open' || reported.code === 'first_article_failed') {
      await this.inspect(name, 'first_article', this.crew.inspectorOtherThan([]), `${mark}-gate`);
      await this.report(name, good, rework, worker, at, `${mark}-passed`);
    } else if (reported.code === 'more_than_ready') {
      const ready = Number((await this.refresh(name)).readyQty);
      if (ready > 0) await this.report(name, ready, 0, worker, at, `${mark}-ready`);
    }
  }

  /** An inspection of the log; without an open one, one is asked for first. Whoever made the pieces may not pass them (B-6.4). */
  private async inspect(name: string, kind: 'first_article' | 'final_release', inspector: ApiClient, mark: string): Promise<void> {
    const operation = await this.refresh(name);
    const open = await this.openInspection(operation, kind, inspector, mark);
    if (!open) return;
    const decide = (by: ApiClient, suffix: string) =>
      by.post<InspectionDto>(`/inspections/${open.id}/decision`, { result: 'passed' }, this.key(operation, `${mark}-${kind}-${suffix}`));
    const decided = await this.attempt(() => decide(inspector, 'pass'), operation, {
      four_eyes: byInspector('who made none of it inspected it in the place of one who did'),
      forbidden: byInspector('inspected it in the place of somebody who is none'),
      inspection_not_open: byNobody('somebody had decided it'),
    });
    if (!decided.ok && decided.code !== 'inspection_not_open') await decide(this.crew.inspectorOtherThan([]), 'pass-other');
    this.tally.inspections += 1;
    await this.refresh(name);
  }

  private async openInspection(
    operation: OperationDto,
    kind: 'first_article' | 'final_release',
    inspector: ApiClient,
    mark: string,
  ): Promise<InspectionDto | null> {
    const asked = await this.attempt(
      () => inspector.post<InspectionDto>('/inspections', { operationId: operation.id, kind }, this.key(operation, `${mark}-${kind}-ask`)),
      operation,
      {
        inspection_not_due: withLater('nothing was made yet that could be inspected; the gate waits for a later inspection'),
        gate_already_passed: byNobody('passed before; the gate stays open'),
        gate_not_required: byNobody('nothing to inspect here'),
      },
    );
    if (asked.ok) return asked.value;
    return null;
  }

  private async attempt<T>(
    call: () => Promise<T>,
    operation: OperationDto,
    resolvable: Readonly<Record<string, Resolved>>,
  ): Promise<{ ok: true; value: T } | { ok: false; code: string }> {
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      const resolved = error instanceof Refused ? resolvable[error.code] : undefined;
      if (!(error instanceof Refused) || resolved === undefined) throw error;
      this.tally.refusal(error.code, resolved, this.placeOf(operation.name));
      return { ok: false, code: error.code };
    }
  }

  private placeOf(operationName: string): string {
    return `${this.order.orderNo} ${operationName}`;
  }

  private async openQty(operation: OperationDto): Promise<number> {
    return Math.max(0, Math.min(Number(operation.targetQty) - this.processed(operation), Number(operation.readyQty)));
  }

  private processed(operation: OperationDto): number {
    return Number(operation.goodQty) + Number(operation.scrapQty) + Number(operation.inReworkQty);
  }

  private current(name: string): OperationDto {
    const operation = this.operations.get(name);
    if (!operation) throw new Error(`${this.order.orderNo} has no operation ${name}`);
    return operation;
  }

  private async refresh(name: string): Promise<OperationDto> {
    const order = await this.crew.planner.get<WorkOrderDto>(`/work-orders/by-no/${encodeURIComponent(this.order.orderNo)}`);
    for (const operation of order.operations) this.operations.set(operation.name, operation);
    return this.current(name);
  }

  private key(operation: OperationDto, mark: string): string {
    return `replay-${this.order.orderNo}-${operation.seq}-${mark}`;
  }
}
