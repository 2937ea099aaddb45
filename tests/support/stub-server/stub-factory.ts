import type * as z from 'zod/mini';
import type { SessionDto } from '../../../server/contracts/api/identity';
import { sessionDto } from '../../../server/contracts/api/identity';
import { type PayDto, type PayLineDto, payDto } from '../../../server/contracts/api/payroll';
import { type InspectionDto, inspectionDto, inspectionPage } from '../../../server/contracts/api/quality';
import {
  approvalReceiptDto,
  correctionReceiptDto,
  reportReceiptDto,
  type requestOverProductionBody,
  type WorkReportDto,
  workTimeReceiptDto,
} from '../../../server/contracts/api/reporting';
import { myTasksDto, type TaskDto, taskDto } from '../../../server/contracts/api/workorders';
import type { ErrorCode } from '../../../server/contracts/errors';
import { formatMoney, parseMoney, priceTimesQuantity } from '../../../server/contracts/money';
import { formatQuantity, parseQuantity } from '../../../server/contracts/quantity';
import { Refused } from './refused';
import { StubMedia } from './stub-media';
import { anInspection, INSPECTOR, NOTHING_ATTACHED, PEOPLE, someTasks, WORKER } from './stub-people-and-tasks';

export const PIECE_PRICE = '0.60';
const APPROVAL = 'e'.repeat(24);
type OverProductionBody = z.infer<typeof requestOverProductionBody>;

const scaled = (text: string) => parseQuantity(text) ?? 0;

/**
 * A factory in memory that answers as the contracts say, for tests of the phone app that need a server they can hold still.
 * Every answer is parsed with its contract, so that this stand-in cannot drift from the real one unnoticed.
 */
export class StubFactory {
  tasks: TaskDto[] = someTasks();
  inspections: InspectionDto[] = [anInspection()];
  /** The ways in that this server has. */
  doors = ['invitation', 'demo'];
  /** Accounts of WeChat, by the code that they hand out; and who is bound to one. */
  readonly wechatCodes = new Map<string, string>();
  readonly bound = new Map<string, string>();
  /** Members of WeCom by the code that they hand out, and open invitations. */
  readonly wecomCodes = new Map<string, string>();
  readonly invitations = new Map<string, string>();
  readonly reports: WorkReportDto[] = [];
  readonly payLines: PayLineDto[] = [];
  /** What was asked for beyond an order; it waits for somebody. */
  readonly overProduction: OverProductionBody[] = [];
  readonly media = new StubMedia();
  private tokens = 0;
  private numbers = 88_212;
  /** Access tokens that are still good. */
  readonly validTokens = new Set<string>();
  readonly validRefreshTokens = new Set<string>();

  people() {
    return { items: PEOPLE };
  }

  signIn(personId: string): SessionDto {
    const person = PEOPLE.find(({ id }) => id === personId);
    if (!person) throw new Refused('not_found');
    return this.issue(person);
  }

  signOut() {
    return { changed: true };
  }

  refresh(refreshToken: string): SessionDto {
    if (!this.validRefreshTokens.delete(refreshToken)) throw new Refused('session_stolen');
    return this.issue(WORKER);
  }

  private issue(person: SessionDto['person']): SessionDto {
    this.tokens += 1;
    const session = {
      accessToken: `access-${this.tokens}`,
      refreshToken: `refresh-token-number-${this.tokens}`,
      accessTokenExpiresAt: this.now(),
      person,
    };
    this.validTokens.add(session.accessToken);
    this.validRefreshTokens.add(session.refreshToken);
    return sessionDto.parse(session);
  }

  myTasks() {
    return myTasksDto.parse({ items: this.tasks, serverTime: this.now() });
  }

  task(operationId: string): TaskDto {
    return taskDto.parse(this.find(operationId));
  }

  workTime(operationId: string, what: 'start' | 'pause' | 'resume') {
    const task = this.find(operationId);
    if (what !== 'pause' && task.blockedBy) throw new Refused(task.blockedBy.code as ErrorCode, task.blockedBy.details);
    const running = what !== 'pause';
    const changed = task.mine !== running;
    this.change({
      ...task,
      mine: running,
      operation: { ...task.operation, status: running ? 'running' : 'on_hold', runningSince: running ? this.now() : null },
    });
    return workTimeReceiptDto.parse({ changed, operation: this.find(operationId).operation, serverTime: this.now() });
  }

  report(input: {
    operationId: string;
    goodQty: string;
    scrap: { reasonCode: string; qty: string }[];
    occurredAt: string;
    photoIds?: string[];
    voiceId?: string | null;
  }) {
    const task = this.find(input.operationId);
    const scrap = input.scrap.reduce((sum, { qty }) => sum + scaled(qty), 0);
    const good = scaled(input.goodQty);
    if (good + scrap === 0) throw new Refused('report_empty');
    if (good + scrap > scaled(task.operation.readyQty)) throw this.moreThanReady(task, formatQuantity(good + scrap));
    const attached = this.media.attached(input.photoIds ?? [], input.voiceId ?? null);
    this.book(task, good, scrap);
    const report = Object.assign(
      this.keepReport(task, 'report', input.goodQty, input.scrap, formatQuantity(scrap), input.occurredAt),
      attached,
    );
    this.pay(task, report, good, 'piece');
    return reportReceiptDto.parse({ report, operation: this.find(input.operationId).operation });
  }

  private moreThanReady({ operation }: TaskDto, askedQty: string): Refused {
    if (!operation.first) return new Refused('more_than_ready', { readyQty: operation.readyQty });
    const doneQty = formatQuantity(scaled(operation.goodQty) + scaled(operation.scrapQty));
    const capQty = formatQuantity(scaled(doneQty) + scaled(operation.readyQty));
    return new Refused('over_production', { askedQty, readyQty: operation.readyQty, doneQty, capQty });
  }

  requestOverProduction(body: OverProductionBody) {
    if (this.overProduction.length > 0) {
      const requestedBy = { id: WORKER.id, name: WORKER.name };
      throw new Refused('approval_already_requested', { approvalId: APPROVAL, requestedBy, requestedAt: this.now() });
    }
    this.media.attached(body.photoIds ?? [], body.voiceId ?? null);
    this.overProduction.push(body);
    return approvalReceiptDto.parse({ approvalId: APPROVAL });
  }

  correct(reportId: string, reason: string, occurredAt: string) {
    const original = this.reports.find(({ id }) => id === reportId);
    if (!original) throw new Refused('not_found');
    if (this.reports.some(({ reversesId }) => reversesId === reportId)) throw new Refused('already_reversed');
    const task = this.find(original.operationId);
    this.book(task, -scaled(original.goodQty), -scaled(original.scrapQty));
    const reversal = {
      ...this.keepReport(task, 'reversal', original.goodQty, original.scrap, original.scrapQty, occurredAt),
      reversesId: reportId,
      reason,
    };
    this.reports[this.reports.length - 1] = reversal;
    this.pay(task, reversal, -scaled(original.goodQty), 'reversal');
    return correctionReceiptDto.parse({ reversal, replacement: null, operation: this.find(original.operationId).operation });
  }

  myPay(): PayDto {
    const total = this.payLines.reduce(
      (sum, { amount, kind }) => sum + (parseMoney(amount.replace('-', '')) ?? 0) * (kind === 'reversal' ? -1 : 1),
      0,
    );
    const sign = (kind: string) => (kind === 'reversal' ? -1 : 1);
    const sumOf = (pick: (report: WorkReportDto) => string) =>
      formatQuantity(this.reports.reduce((sum, report) => sum + sign(report.kind) * scaled(pick(report)), 0));
    const sums = { total: formatMoney(total), goodQty: sumOf((r) => r.goodQty), scrapQty: sumOf((r) => r.scrapQty) };
    const days = this.payLines.length > 0 ? [{ businessDate: '2026-11-22', ...sums }] : [];
    return payDto.parse({ from: '2026-11-22', to: '2026-11-22', ...sums, days, lines: this.payLines });
  }

  openInspections() {
    return inspectionPage.parse({ items: this.inspections.filter(({ state }) => state === 'open') });
  }

  decideInspection(
    inspectionId: string,
    result: 'passed' | 'failed',
    reason: string | null,
    photoIds: readonly string[] = [],
    voiceId: string | null = null,
  ): InspectionDto {
    const inspection = this.inspections.find(({ id }) => id === inspectionId);
    if (!inspection) throw new Refused('not_found');
    if (inspection.state !== 'open') throw new Refused('inspection_not_open');
    const decided: InspectionDto = {
      ...inspection,
      ...this.media.attached(photoIds, voiceId),
      state: result,
      reason,
      decidedAt: this.now(),
      decidedBy: { id: INSPECTOR.id, name: INSPECTOR.name },
    };
    this.inspections = this.inspections.map((one) => (one.id === inspectionId ? decided : one));
    return inspectionDto.parse(decided);
  }

  private book(task: TaskDto, good: number, scrap: number): void {
    const { operation } = task;
    this.change({
      ...task,
      operation: {
        ...operation,
        goodQty: formatQuantity(scaled(operation.goodQty) + good),
        scrapQty: formatQuantity(scaled(operation.scrapQty) + scrap),
        readyQty: formatQuantity(scaled(operation.readyQty) - good - scrap),
      },
    });
  }

  private keepReport(
    task: TaskDto,
    kind: WorkReportDto['kind'],
    goodQty: string,
    scrap: WorkReportDto['scrap'],
    scrapQty: string,
    occurredAt: string,
  ): WorkReportDto {
    this.numbers += 1;
    const report: WorkReportDto = {
      id: this.numbers.toString(16).padStart(24, '0'),
      reportNo: `R-${this.numbers}`,
      kind,
      operationId: task.operation.id,
      operationName: task.operation.name,
      workOrderId: task.workOrder.id,
      orderNo: task.workOrder.orderNo,
      itemName: task.item.name,
      person: { id: WORKER.id, name: WORKER.name },
      goodQty,
      scrap,
      scrapQty,
      reworkQty: '0',
      occurredAt,
      receivedAt: this.now(),
      businessDate: '2026-11-22',
      reversesId: null,
      replacesId: null,
      reversed: false,
      reason: null,
      ...NOTHING_ATTACHED,
    };
    this.reports.push(report);
    return report;
  }

  private pay(task: TaskDto, report: WorkReportDto, good: number, kind: 'piece' | 'reversal'): void {
    const price = parseMoney(PIECE_PRICE) ?? 0;
    const amount = formatMoney(priceTimesQuantity(price, good));
    this.payLines.push({
      id: report.id,
      personId: WORKER.id,
      kind,
      reportId: report.id,
      orderNo: task.workOrder.orderNo,
      operationName: task.operation.name,
      itemName: task.item.name,
      qty: formatQuantity(good),
      price: PIECE_PRICE,
      amount,
      formula: `${formatQuantity(good)} × ¥${PIECE_PRICE} = ¥${amount}`,
      businessDate: '2026-11-22',
      occurredAt: report.occurredAt,
    });
  }

  private find(operationId: string): TaskDto {
    const task = this.tasks.find(({ operation }) => operation.id === operationId);
    if (!task) throw new Refused('not_found');
    return task;
  }

  private change(next: TaskDto): void {
    this.tasks = this.tasks.map((task) => (task.operation.id === next.operation.id ? next : task));
  }

  private now(): string {
    return new Date().toISOString();
  }
}
