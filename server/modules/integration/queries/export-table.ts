import type { ExportTable } from '../../../contracts/api/integration';
import { EXPORT_TABLES, exportQuery } from '../../../contracts/api/integration';
import type { Permission } from '../../../contracts/permissions';
import { defineQuery } from '../../../platform';
import { writeWorkbook } from '../../../platform/workbook';
import { calendarDateOf, factoryOf } from '../../identity';
import { TABLES } from '../export-tables';
import { textsIn } from '../integration.texts';

const PERMISSIONS: Readonly<Record<ExportTable, Permission>> = {
  items: 'integration.export_items',
  routings: 'integration.export_routings',
  orders: 'integration.export_orders',
  operations: 'integration.export_operations',
  'work-reports': 'integration.export_work_reports',
  'pay-lines': 'integration.export_pay_lines',
  stations: 'integration.export_stations',
  'order-changes': 'integration.export_order_changes',
  'unplaced-reports': 'integration.export_unplaced_reports',
  inspections: 'integration.export_inspections',
  alerts: 'integration.export_alerts',
  approvals: 'integration.export_approvals',
  rates: 'integration.export_rates',
  people: 'integration.export_people',
};

/** One query per table, because each has a permission of its own. What is outside the asker's workshops is not in it. */
export const tableExports = EXPORT_TABLES.map((table) => ({
  table,
  query: defineQuery({
    name: `integration.export-${table}`,
    permission: PERMISSIONS[table],
    input: exportQuery,
    async run({ locale = 'zh-CN', from, to }, { actor, scope, now }) {
      const t = textsIn(locale);
      const factory = await factoryOf(scope.factoryId);
      const { columns, numbers, rows } = TABLES[table];
      const name = t(`sheet.${table}`);
      const body = writeWorkbook([
        {
          name,
          columns: columns.map((field) => ({ header: t(`column.${table}.${field}`), kind: numbers.has(field) ? 'number' : 'text' })),
          batches: inOrder(rows({ actor, factory, now, span: { from, to }, t }), columns),
        },
      ]);
      return { fileName: `${name} ${calendarDateOf(factory, now)}.xlsx`, body };
    },
  }),
}));

async function* inOrder(batches: AsyncIterable<readonly Readonly<Record<string, string | null>>[]>, columns: readonly string[]) {
  for await (const batch of batches) yield batch.map((row) => columns.map((field) => row[field] ?? null));
}
