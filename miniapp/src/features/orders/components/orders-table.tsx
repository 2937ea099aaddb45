import type { BoardRowDto } from '@contracts/api/order-board';
import type { Selection } from '../hooks/use-selection';
import { useOrderText } from '../texts';
import { OrderRow } from './order-row';

type OrdersTableProps = {
  readonly rows: readonly BoardRowDto[];
  readonly selection: Selection;
  readonly now: Date;
  readonly onOpen: (orderId: string) => void;
};

const COLUMNS = ['no', 'item', 'qty', 'operations', 'due', 'state', 'hold'] as const;

export function OrdersTable({ rows, selection, now, onOpen }: OrdersTableProps) {
  const t = useOrderText();
  const { ids, cursor } = selection;
  return (
    <div className='table-wrap'>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that are walked and selected with keys make a table a grid */}
      <table className='board' role='grid' aria-multiselectable='true' aria-label={t('title')}>
        <thead>
          <tr>
            <th>
              <input
                type='checkbox'
                className='tickbox'
                tabIndex={-1}
                aria-label={t('key_all')}
                checked={ids.size > 0 && ids.size === rows.length}
                onChange={selection.toggleAll}
              />
            </th>
            {COLUMNS.map((column) => (
              <th key={column} className={column === 'qty' ? 'number' : undefined}>
                {t(`col_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <OrderRow
              key={row.order.id}
              row={row}
              now={now}
              selected={ids.has(row.order.id)}
              cursor={cursor === row.order.id}
              reachable={cursor === null && index === 0}
              onToggle={() => selection.toggle(row.order.id)}
              onOpen={() => onOpen(row.order.id)}
              onFocus={() => selection.putCursor(row.order.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
