import { EXCEL_TYPE, importDto, importReceiptDto } from '../../contracts/api/integration';
import { commandRoute, downloadRoute, queryRoute, uploadRoute } from '../../platform';
import { applyImport } from './commands/apply-import';
import { draftImport } from './commands/draft-import';
import { tableExports } from './queries/export-table';
import { importById } from './queries/import-by-id';
import { template } from './queries/template';
import { labelSheet, labels, travelCard, travelCards } from './queries/travel-card';
import { sheetUpload } from './stage-file';

export const routes = [
  uploadRoute('/imports', draftImport, sheetUpload, importReceiptDto),
  queryRoute('/imports/:importId', importById, importDto),
  commandRoute('/imports/:importId/apply', applyImport, importReceiptDto),
  downloadRoute('/templates/:kind.xlsx', template, EXCEL_TYPE),
  ...tableExports.map(({ table, query }) => downloadRoute(`/exports/${table}.xlsx`, query, EXCEL_TYPE)),
  downloadRoute('/work-orders/:workOrderId/travel-card', travelCard, 'text/html; charset=utf-8'),
  downloadRoute('/work-orders/:workOrderId/labels', labels, 'text/html; charset=utf-8'),
  downloadRoute('/travel-cards', travelCards, 'text/html; charset=utf-8'),
  downloadRoute('/labels', labelSheet, 'text/html; charset=utf-8'),
];
