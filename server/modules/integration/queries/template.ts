import { templateQuery } from '../../../contracts/api/integration';
import { defineQuery } from '../../../platform';
import { type SheetPlan, writeWorkbook } from '../../../platform/workbook';
import { factoryOf } from '../../identity';
import { SHEET_COLUMNS } from '../domain/columns';
import { textsIn } from '../integration.texts';

/** An empty sheet to fill in: headings and an example in the asker's language, and how to fill in each column. */
export const template = defineQuery({
  name: 'integration.template',
  permission: 'integration.import',
  input: templateQuery,
  async run({ kind, locale = 'zh-CN' }, { scope }) {
    const t = textsIn(locale);
    const rules = SHEET_COLUMNS[kind];
    const { workshops } = await factoryOf(scope.factoryId);
    const exampleOf = (field: string): string | null => {
      if (field === 'workshopId') return workshops[0]?.name ?? null;
      const text = t(`example.${kind}.${field}`);
      return text === `example.${kind}.${field}` ? null : text;
    };
    const sheet: SheetPlan = {
      name: t(`sheet.${kind}`),
      columns: rules.map(({ field, required }) => ({ header: `${t(`column.${kind}.${field}`)}${required ? ' *' : ''}`, kind: 'text' })),
      batches: [[rules.map(({ field }) => exampleOf(field))]],
    };
    const notes: SheetPlan = {
      name: t('sheet.notes'),
      columns: [
        { header: t('note.column'), kind: 'text', width: 24 },
        { header: t('note.how'), kind: 'text', width: 80 },
      ],
      batches: [
        [[t('note.first'), t('note.general')], ...rules.map(({ field }) => [t(`column.${kind}.${field}`), t(`note.${kind}.${field}`)])],
      ],
    };
    return { fileName: `${t(`sheet.${kind}`)}.xlsx`, body: writeWorkbook([sheet, notes]) };
  },
});
