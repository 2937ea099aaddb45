import type { Translate } from '../../platform';
import { namesOf } from '../identity';
import { everyPayLine } from '../payroll';
import { everyReport, everyUnplacedReport } from '../reporting';
import { clock, clockOrNone, type Table, truth } from './table';

/** What was made and what it pays, row by row of the ledgers. */
export const WORK_TABLES = {
  'work-reports': {
    columns: [
      'reportNo',
      'kind',
      'orderNo',
      'itemName',
      'operationName',
      'person',
      'goodQty',
      'scrapQty',
      'scrap',
      'reworkQty',
      'businessDate',
      'occurredAt',
      'receivedAt',
      'reversed',
      'reason',
    ],
    numbers: new Set(['goodQty', 'scrapQty', 'reworkQty']),
    async *rows(asking) {
      const { t } = asking;
      for await (const batch of everyReport(asking.actor.scope, asking.span)) {
        yield batch.map(({ kind, person, scrap, occurredAt, receivedAt, reversed, ...row }) => ({
          reportNo: row.reportNo,
          kind: t(`kind.${kind}`),
          orderNo: row.orderNo,
          itemName: row.itemName,
          operationName: row.operationName,
          person: person.name,
          goodQty: row.goodQty,
          scrapQty: row.scrapQty,
          scrap: scrapReasons(scrap, t),
          reworkQty: row.reworkQty,
          businessDate: row.businessDate,
          occurredAt: clock(occurredAt, asking),
          receivedAt: clock(receivedAt, asking),
          reversed: truth(reversed, asking),
          reason: row.reason,
        }));
      }
    },
  },
  'unplaced-reports': {
    columns: [
      'reportNo',
      'orderNo',
      'itemName',
      'operationName',
      'person',
      'goodQty',
      'scrapQty',
      'reworkQty',
      'occurredAt',
      'receivedAt',
      'orderStatus',
      'orderEndedAt',
      'orderEndedBy',
      'because',
      'state',
      'resolvedBy',
      'resolvedAt',
      'resolution',
    ],
    numbers: new Set(['goodQty', 'scrapQty', 'reworkQty']),
    async *rows(asking) {
      const { t } = asking;
      for await (const batch of everyUnplacedReport(asking.actor.scope)) {
        yield batch.map(({ person, because, state, resolvedBy, resolvedAt, occurredAt, receivedAt, ...row }) => ({
          reportNo: row.reportNo,
          orderNo: row.orderNo,
          itemName: row.itemName,
          operationName: row.operationName,
          person: person.name,
          goodQty: row.goodQty,
          scrapQty: row.scrapQty,
          reworkQty: row.reworkQty,
          occurredAt: clock(occurredAt, asking),
          receivedAt: clock(receivedAt, asking),
          orderStatus: t(`status.${because.status}`),
          orderEndedAt: clockOrNone(because.since, asking),
          orderEndedBy: because.by?.name ?? null,
          because: because.reason,
          state: t(`unplaced.${state}`),
          resolvedBy: resolvedBy?.name ?? null,
          resolvedAt: clockOrNone(resolvedAt, asking),
          resolution: row.resolution,
        }));
      }
    },
  },
  'pay-lines': {
    columns: ['person', 'businessDate', 'kind', 'orderNo', 'itemName', 'operationName', 'qty', 'price', 'amount', 'formula', 'occurredAt'],
    numbers: new Set(['qty', 'price', 'amount']),
    async *rows(asking) {
      for await (const batch of everyPayLine(asking.actor.scope, asking.span)) {
        const names = await namesOf(
          asking.actor.scope.factoryId,
          batch.map(({ personId }) => personId),
        );
        yield batch.map((line) => ({
          person: names.get(line.personId) ?? line.personId,
          businessDate: line.businessDate,
          kind: asking.t(`kind.${line.kind}`),
          orderNo: line.orderNo,
          itemName: line.itemName,
          operationName: line.operationName,
          qty: line.qty,
          price: line.price,
          amount: line.amount,
          formula: line.formula,
          occurredAt: clock(line.occurredAt, asking),
        }));
      }
    },
  },
} satisfies Readonly<Record<string, Table>>;

const scrapReasons = (scrap: readonly { readonly reasonCode: string; readonly qty: string }[], t: Translate): string | null =>
  scrap.map(({ reasonCode, qty }) => `${t(`scrap.${reasonCode}`)} ${qty}`).join(', ') || null;
