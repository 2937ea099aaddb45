import { EXPORT_TABLES, type ExportTable } from '@contracts/api/integration';
import type { Permission } from '@contracts/permissions';
import { useState } from 'react';
import { Field } from '../../desk/components/field';
import { Press } from '../../desk/components/press';
import type { Me } from '../../desk/may';
import { useOrderText } from '../texts';

/** Tables of what happened day by day; the others are as they stand. */
const BY_DAY: ReadonlySet<ExportTable> = new Set(['work-reports', 'pay-lines']);
const permissionOf = (table: ExportTable) => `integration.export_${table.replaceAll('-', '_')}` as Permission;

type ExportsPanelProps = { readonly me: Me; readonly onFetch: (path: string, name: string) => Promise<void> };

/** Every table that the person may have as Excel. */
export function ExportsPanel({ me, onFetch }: ExportsPanelProps) {
  const t = useOrderText();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const tables = EXPORT_TABLES.filter((table) => me.may(permissionOf(table)));
  if (tables.length === 0) return null;
  const fetchTable = (table: ExportTable) => {
    const days = BY_DAY.has(table) ? [...(from ? [`from=${from}`] : []), ...(to ? [`to=${to}`] : [])].join('&') : '';
    return onFetch(`/exports/${table}.xlsx${days ? `?${days}` : ''}`, `${t(`kind_${table}`)}.xlsx`);
  };
  return (
    <section className='section' id='exports'>
      <h2 className='strong'>{t('exports_title')}</h2>
      <div className='filters'>
        {tables.map((table) => (
          <Press key={table} id={`export-${table}`} onPress={() => fetchTable(table)}>
            {t(`kind_${table}`)}
          </Press>
        ))}
      </div>
      {tables.some((table) => BY_DAY.has(table)) ? (
        <>
          <div className='field-row'>
            <Field label={t('export_from')}>
              {(id) => <input id={id} className='box' type='date' value={from} onChange={(event) => setFrom(event.target.value)} />}
            </Field>
            <Field label={t('export_to')}>
              {(id) => <input id={id} className='box' type='date' value={to} onChange={(event) => setTo(event.target.value)} />}
            </Field>
          </div>
          <p className='note'>{t('export_days_note')}</p>
        </>
      ) : null}
    </section>
  );
}
