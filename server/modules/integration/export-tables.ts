import type { ExportTable } from '../../contracts/api/integration';
import { MASTER_TABLES } from './master-tables';
import { ORDER_TABLES } from './order-tables';
import type { Table } from './table';
import { TROUBLE_TABLES } from './trouble-tables';
import { WORK_TABLES } from './work-tables';

/** Every table that can be had as Excel. */
export const TABLES: Readonly<Record<ExportTable, Table>> = { ...MASTER_TABLES, ...ORDER_TABLES, ...WORK_TABLES, ...TROUBLE_TABLES };
