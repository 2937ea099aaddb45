export { type Cell, columnLetters, type Sheet, type SheetRow } from './cell';
export { type ReadOptions, readWorkbook } from './read-workbook';
export { asTyped, type SheetColumn, type SheetPlan, withoutFormula, writeWorkbook } from './write-workbook';
