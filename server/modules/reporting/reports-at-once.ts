import type * as z from 'zod/mini';
import type { reportReceiptDto } from '../../contracts/api/reporting';
import { AppError, accepted, type CommandContext, coversWorkshop, type Outcome } from '../../platform';
import { businessDateOf, type FactorySettings, namesOf } from '../identity';
import {
  loadOrdersToReport,
  type OrderState,
  operationOf,
  presentOperation,
  type ReportedQuantities,
  type Settled,
  saveProgressOfOrders,
  statusFacts,
  totalScrap,
} from '../workorders';
import { readMoment } from './domain/moment';
import { readQuantities, type Written } from './domain/quantities';
import { addRows, rowOf } from './ledger';
import type { WorkReport } from './models/work-report.model';
import { type Came, reportedFact } from './report-facts';
import { presentReport } from './reporting.presenter';
import { endSegmentsOfFinished } from './segments';
import type { Made } from './set-aside';

type Receipt = z.infer<typeof reportReceiptDto>;
type Told = Written & { readonly occurredAt: string };

/** What every report says, whatever became of the pieces. */
export type Read = Pick<Made, 'goodQty' | 'scrap' | 'scrapQty' | 'occurredAt' | 'businessDate'> & {
  readonly quantities: ReportedQuantities;
};

/** What somebody says was made, and when, in the terms of the rules. */
export function readReport(told: Told, factory: FactorySettings, now: Date): Outcome<Read> {
  const moment = readMoment(told.occurredAt, now, factory.reportDaysBack);
  if (moment.kind === 'refused') return moment;
  const quantities = readQuantities(told);
  if (quantities.kind === 'refused') return quantities;
  const { goodQty, scrap } = quantities.value;
  return accepted({
    quantities: quantities.value,
    goodQty,
    scrap: [...scrap],
    scrapQty: totalScrap(scrap),
    occurredAt: moment.value,
    businessDate: businessDateOf(factory, moment.value),
  });
}

/**
 * Reports that are taken in one transaction, one or many. Each is decided on the order as the ones before it left it, and what they leave
 * is written once, when all are decided.
 */
export class ReportsAtOnce {
  private readonly rows: WorkReport[] = [];
  private readonly now = new Map<string, OrderState>();

  private constructor(private readonly read: ReadonlyMap<string, OrderState>) {}

  static async about(factoryId: string, operationIds: readonly string[]): Promise<ReportsAtOnce> {
    return new ReportsAtOnce(await loadOrdersToReport(factoryId, operationIds));
  }

  /** The order of an operation as it is by now. Throws `not_found` for one that does not exist or lies outside the scope. */
  orderOf(operationId: string, { scope }: CommandContext): OrderState {
    const order = this.read.get(operationId);
    if (!order || !coversWorkshop(scope, order.workshopId)) throw new AppError('not_found', { what: 'operation' });
    return this.now.get(order.id) ?? order;
  }

  /** Books what was decided: the row, the order, the time of whoever is finished, and the facts about it. */
  async book(before: OrderState, operationId: string, made: Made, came: Came & Pick<Settled, 'finishedIds'>, context: CommandContext) {
    const { actor, scope, now, publish } = context;
    const { order, finishedIds } = came;
    const booking = { personId: actor.id, bookedById: actor.id, receivedAt: now };
    const row = rowOf(order, operationOf(order, operationId), { ...made, ...booking });
    this.rows.push(row);
    this.now.set(order.id, order);
    await endSegmentsOfFinished(before, finishedIds, made.occurredAt);
    publish(reportedFact(row, made.kind, came));
    for (const fact of statusFacts(before, order)) publish(fact);
    const names = await namesOf(scope.factoryId, [actor.id]);
    const receipt: Receipt = { report: presentReport(row, names), operation: await presentOperation(order, operationId), placed: true };
    return accepted(receipt);
  }

  async write(): Promise<void> {
    await addRows(this.rows);
    const before = new Map([...this.read.values()].map((order) => [order.id, order]));
    const pairs = [...this.now].flatMap(([id, after]) => {
      const was = before.get(id);
      return was ? [{ before: was, after }] : [];
    });
    await saveProgressOfOrders(pairs);
  }
}
