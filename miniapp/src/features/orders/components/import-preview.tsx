import type { ImportDto } from '@contracts/api/integration';
import { refusalText } from '@/shared/request/explain';
import { LampWord } from '@/shared/ui/lamp';
import { WideTable } from '../../desk/components/wide-table';
import { fieldWords, valueWords } from '../import-words';
import { useOrderText } from '../texts';

/** What an Excel file would do: every row that is wrong with its cell, then what is new and what changes. */
export function ImportPreview({ preview }: { readonly preview: ImportDto }) {
  const t = useOrderText();
  const { counts } = preview;
  return (
    <>
      <div className='facts'>
        <LampWord lamp='run'>{t('count_created', { count: counts.created })}</LampWord>
        <LampWord lamp='note'>{t('count_changed', { count: counts.changed })}</LampWord>
        <LampWord lamp='idle'>{t('count_skipped', { count: counts.skipped })}</LampWord>
        <LampWord lamp='stop'>{t('count_bad', { count: counts.bad })}</LampWord>
      </div>
      {preview.bad.length > 0 ? (
        <WideTable label={t('col_problem')}>
          <table>
            <thead>
              <tr>
                <th>{t('col_cell')}</th>
                <th>{t('col_key')}</th>
                <th>{t('col_problem')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.bad.map((row) => (
                <tr key={`${row.sheet}/${row.cell}/${row.code}`}>
                  <td>
                    {row.sheet} {row.cell}
                  </td>
                  <td>{row.key ?? '–'}</td>
                  <td className='text-stop'>■ {refusalText(row.code, row.details)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
      {preview.created.length + preview.changed.length > 0 ? (
        <WideTable label={t('col_what')}>
          <table>
            <thead>
              <tr>
                <th>{t('col_key')}</th>
                <th>{t('col_what')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.created.map(({ row, key }) => (
                <tr key={`new/${row}/${key}`}>
                  <td>{key}</td>
                  <td>{t('row_new')}</td>
                </tr>
              ))}
              {preview.changed.map(({ row, key, changes }) => (
                <tr key={`changed/${row}/${key}`}>
                  <td>{key}</td>
                  <td>
                    {changes.map(({ field, from, to }) => (
                      <div key={field}>
                        {t('row_changes', { field: fieldWords(field), from: valueWords(field, from), to: valueWords(field, to) })}
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </>
  );
}
