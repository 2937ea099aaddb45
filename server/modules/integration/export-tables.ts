import { DateTime } from 'luxon';
import type { ExportTable } from '../../contracts/api/integration';
import type { OperationDto, WorkOrderDto } from '../../contracts/api/workorders';
import { formatQuantity } from '../../contracts/quantity';
import type { Scope, Translate } from '../../platform';
import { type FactorySettings, namesOf } from '../identity';
import { everyPayLine } from '../payroll';
import { everyReport } from '../reporting';
import { everyItem, everyOrder, everyRouting, type Routing } from '../workorders';

export type Span = { readonly from?: string | undefined; readonly to?: string | undefined };
export type Asking = {
  readonly scope: Scope;
  readonly factory: FactorySettings;
  readonly now: Date;
  readonly span: Span;
  readonly t: Translate;
};

type Row = Readonly<Record<string, string | null>>;
/** A table as it goes out: its columns in their order, those that people add up, and its rows. */
type Table = {
  readonly columns: readonly string[];
  readonly numbers: ReadonlySet<string>;
  readonly rows: (asking: Asking) => AsyncIterable<readonly Row[]>;
};

const clock = (instant: string, { factory }: Asking): string =>
  DateTime.fromISO(instant, { zone: factory.timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
const truth = (value: boolean, { t }: Asking): string => t(value ? 'note.yes' : 'note.no');

/** Every table that can be had as Excel. Items, routings and orders have the columns of their templates: what goes out can come in again. */
export const TABLES: Readonly<Record<ExportTable, Table>> = {
  items: {
    columns: ['code', 'name', 'drawing', 'unit', 'decimals'],
    numbers: new Set(['decimals']),
    async *rows({ scope }) {
      for await (const batch of everyItem(scope)) {
        yield batch.map(({ code, name, drawing, unit }) => ({ code, name, drawing, unit: unit.name, decimals: String(unit.decimals) }));
      }
    },
  },
  routings: {
    columns: ['itemCode', 'seq', 'name', 'stationCode', 'priMinutes', 'firstArticleCap', 'finalRelease', 'waitsForAll', 'minTransferQty'],
    numbers: new Set(['seq', 'priMinutes', 'firstArticleCap', 'minTransferQty']),
    async *rows(asking) {
      for await (const batch of everyRouting(asking.scope)) yield batch.flatMap((routing) => routingRows(routing, asking));
    },
  },
  orders: {
    columns: ['orderNo', 'itemCode', 'itemName', 'plannedQty', 'dueAt', 'workshopId', 'customer', 'status', 'goodQty', 'scrapQty'],
    numbers: new Set(['plannedQty', 'goodQty', 'scrapQty']),
    async *rows(asking) {
      for await (const batch of everyOrder(asking.scope, asking.now)) yield batch.map((order) => orderRow(order, asking));
    },
  },
  operations: {
    columns: [
      'orderNo',
      'itemCode',
      'seq',
      'name',
      'status',
      'targetQty',
      'goodQty',
      'scrapQty',
      'inReworkQty',
      'readyQty',
      'station',
      'assignedTo',
      'firstArticle',
      'finalRelease',
    ],
    numbers: new Set(['seq', 'targetQty', 'goodQty', 'scrapQty', 'inReworkQty', 'readyQty']),
    async *rows({ scope, now, t }) {
      for await (const batch of everyOrder(scope, now)) {
        yield batch.flatMap((order) => order.operations.map((operation) => operationRow(order, operation, t)));
      }
    },
  },
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
      for await (const batch of everyReport(asking.scope, asking.span)) {
        yield batch.map(({ kind, person, scrap, occurredAt, receivedAt, reversed, ...row }) => ({
          reportNo: row.reportNo,
          kind: t(`kind.${kind}`),
          orderNo: row.orderNo,
          itemName: row.itemName,
          operationName: row.operationName,
          person: person.name,
          goodQty: row.goodQty,
          scrapQty: row.scrapQty,
          scrap: scrap.map(({ reasonCode, qty }) => `${t(`scrap.${reasonCode}`)} ${qty}`).join(', ') || null,
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
  'pay-lines': {
    columns: ['person', 'businessDate', 'kind', 'orderNo', 'itemName', 'operationName', 'qty', 'price', 'amount', 'formula', 'occurredAt'],
    numbers: new Set(['qty', 'price', 'amount']),
    async *rows(asking) {
      for await (const batch of everyPayLine(asking.scope, asking.span)) {
        const names = await namesOf(
          asking.scope.factoryId,
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
};

function routingRows({ itemCode, operations, links }: Routing, asking: Asking): Row[] {
  return operations.map((step) => {
    const before = links.find(({ to }) => to === step.seq);
    return {
      itemCode,
      seq: String(step.seq),
      name: step.name,
      stationCode: step.stationCode,
      priMinutes: String(step.priMinutes),
      firstArticleCap: step.firstArticleCapQty === null ? null : formatQuantity(step.firstArticleCapQty),
      finalRelease: truth(step.finalRelease, asking),
      waitsForAll: truth(before?.kind === 'finish_to_start', asking),
      minTransferQty: before && before.minTransferQty > 0 ? formatQuantity(before.minTransferQty) : null,
    };
  });
}

function orderRow(order: WorkOrderDto, asking: Asking): Row {
  return {
    orderNo: order.orderNo,
    itemCode: order.item.code,
    itemName: order.item.name,
    plannedQty: order.plannedQty,
    dueAt: clock(order.dueAt, asking),
    workshopId: asking.factory.workshops.find(({ id }) => id === order.workshopId)?.name ?? order.workshopId,
    customer: order.customer,
    status: asking.t(`status.${order.status}`),
    goodQty: order.goodQty,
    scrapQty: order.scrapQty,
  };
}

function operationRow(order: WorkOrderDto, operation: OperationDto, t: Translate): Row {
  return {
    orderNo: order.orderNo,
    itemCode: order.item.code,
    seq: String(operation.seq),
    name: operation.name,
    status: t(`status.${operation.status}`),
    targetQty: operation.targetQty,
    goodQty: operation.goodQty,
    scrapQty: operation.scrapQty,
    inReworkQty: operation.inReworkQty,
    readyQty: operation.readyQty,
    station: operation.station?.name ?? null,
    assignedTo: operation.assignedTo.map(({ name }) => name).join(', ') || null,
    firstArticle: t(`gate.${operation.firstArticle.state}`),
    finalRelease: t(`gate.${operation.finalRelease.state}`),
  };
}
