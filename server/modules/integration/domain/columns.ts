import type { ImportKind } from '../../../contracts/api/integration';

/** How the text of a cell becomes a value. `decimal` stays text: quantities are decimal text until the contract has read them. */
export type CellType = 'text' | 'integer' | 'decimal' | 'number' | 'yesOrNo' | 'dueDate' | 'day' | 'workshop';
/** `alsoCalled`: what factories write above such a column besides our own headings and the field's name. */
export type ColumnRule = {
  readonly field: string;
  readonly type: CellType;
  readonly required?: true;
  readonly alsoCalled?: readonly string[];
};

/** The columns of each sort of sheet. The first one names the row: an item, an order. */
export const SHEET_COLUMNS: Readonly<Record<ImportKind, readonly ColumnRule[]>> = {
  items: [
    { field: 'code', type: 'text', required: true, alsoCalled: ['编码', '代码', '料号', '产品编码'] },
    { field: 'name', type: 'text', required: true, alsoCalled: ['名称', '品名', '产品名称'] },
    { field: 'drawing', type: 'text' },
    { field: 'unit', type: 'text', alsoCalled: ['计量单位'] },
    { field: 'decimals', type: 'integer', alsoCalled: ['小数位'] },
  ],
  routings: [
    { field: 'itemCode', type: 'text', required: true, alsoCalled: ['编码', '料号', '产品编码', '产品'] },
    { field: 'seq', type: 'integer', required: true, alsoCalled: ['序号'] },
    { field: 'name', type: 'text', required: true, alsoCalled: ['工序'] },
    { field: 'stationCode', type: 'text', alsoCalled: ['工位'] },
    { field: 'priMinutes', type: 'number', alsoCalled: ['标准工时'] },
    { field: 'firstArticleCap', type: 'decimal', alsoCalled: ['首件数量'] },
    { field: 'finalRelease', type: 'yesOrNo', alsoCalled: ['终检'] },
    { field: 'waitsForAll', type: 'yesOrNo' },
    { field: 'minTransferQty', type: 'decimal', alsoCalled: ['转移批量'] },
  ],
  orders: [
    { field: 'orderNo', type: 'text', required: true, alsoCalled: ['工单'] },
    { field: 'itemCode', type: 'text', required: true, alsoCalled: ['料号', '产品编码', '产品'] },
    { field: 'plannedQty', type: 'decimal', required: true, alsoCalled: ['数量'] },
    { field: 'dueAt', type: 'dueDate', required: true, alsoCalled: ['交货日期'] },
    { field: 'workshopId', type: 'workshop', required: true },
    { field: 'customer', type: 'text' },
    { field: 'overProductionPercent', type: 'number', alsoCalled: ['超产比例'] },
    { field: 'release', type: 'yesOrNo' },
  ],
  rates: [
    { field: 'itemCode', type: 'text', required: true, alsoCalled: ['料号', '产品编码', '产品'] },
    { field: 'operationName', type: 'text', required: true, alsoCalled: ['工序'] },
    { field: 'price', type: 'decimal', required: true, alsoCalled: ['工价', '计件单价'] },
    { field: 'reworkPrice', type: 'decimal', alsoCalled: ['返工工价'] },
    { field: 'validFrom', type: 'day', required: true, alsoCalled: ['生效日期', '开始日期'] },
    { field: 'validTo', type: 'day', alsoCalled: ['失效日期', '结束日期'] },
  ],
};

export type Heading = ColumnRule & { readonly names: readonly string[] };
export type Found = { readonly sheet: string; readonly row: number; readonly at: ReadonlyMap<string, number> };

const HIGHEST_HEADING = 10;
const plain = (text: string): string =>
  text
    .replace(/[*\s::]/g, '')
    .replace(/[((].*$/, '')
    .toLowerCase();

type HeadedSheet = {
  readonly name: string;
  readonly rows: readonly { readonly row: number; readonly cells: readonly unknown[] }[];
};

/**
 * The first sheet that has all the columns that are needed, wherever it has them: a title may stand above them, other columns between them.
 * Otherwise the columns that the most promising sheet lacks.
 */
export function findHeadings(
  sheets: readonly HeadedSheet[],
  headings: readonly Heading[],
): Found | { readonly missing: readonly Heading[] } {
  let missing: readonly Heading[] = headings.filter(({ required }) => required);
  for (const { name, rows } of sheets) {
    for (const { row, cells } of rows.slice(0, HIGHEST_HEADING)) {
      const at = columnsIn(cells, headings);
      const lacking = headings.filter(({ field, required }) => required && !at.has(field));
      if (lacking.length === 0) return { sheet: name, row, at };
      if (lacking.length < missing.length) missing = lacking;
    }
  }
  return { missing };
}

function columnsIn(cells: readonly unknown[], headings: readonly Heading[]): ReadonlyMap<string, number> {
  const at = new Map<string, number>();
  for (const [column, cell] of cells.entries()) {
    if (typeof cell !== 'string') continue;
    const heading = headings.find(({ names }) => names.some((one) => plain(one) === plain(cell)));
    if (heading && !at.has(heading.field)) at.set(heading.field, column);
  }
  return at;
}
