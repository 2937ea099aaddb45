import type { BoardRowDto } from '@contracts/api/order-board';
import { useEffect, useRef } from 'react';
import { monthAndDay } from '@/shared/time/show-time';
import { holdWords } from '../row-words';
import { useOrderText } from '../texts';
import { OperationBars } from './operation-bars';
import { OrderTag } from './state-tag';

type OrderRowProps = {
  readonly row: BoardRowDto;
  readonly now: Date;
  readonly selected: boolean;
  readonly cursor: boolean;
  readonly reachable: boolean;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
};

/** One order, one row: how far it is, when it will be there, what holds it and who can do something about it. */
export function OrderRow({ row, now, selected, cursor, reachable, onToggle, onOpen, onFocus }: OrderRowProps) {
  const t = useOrderText();
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (cursor) line.current?.focus({ preventScroll: false });
  }, [cursor]);
  const { order, forecastAt, daysLate } = row;
  const hold = holdWords(row, now);
  const drawing = order.item.drawing ?? order.item.code;
  return (
    <tr
      ref={line}
      className='openable'
      aria-selected={selected}
      tabIndex={cursor || reachable ? 0 : -1}
      onFocus={onFocus}
      onDoubleClick={onOpen}
      data-order={order.orderNo}
    >
      <td className='cell-tick'>
        <span className='tick'>
          <input
            type='checkbox'
            className='tickbox'
            tabIndex={-1}
            checked={selected}
            aria-label={t('select_order', { orderNo: order.orderNo })}
            onChange={onToggle}
          />
        </span>
      </td>
      <td className='cell-no'>
        <button
          type='button'
          tabIndex={-1}
          className='press press-plain link-press'
          aria-label={t('open_order', { orderNo: order.orderNo })}
          onClick={onOpen}
        >
          {order.orderNo}
        </button>
      </td>
      <td className='cell-item'>
        {order.item.name}
        <div className='note'>{order.customer ? `${drawing} · ${order.customer}` : drawing}</div>
      </td>
      <td className='cell-qty number'>
        {order.goodQty} / {order.plannedQty}
      </td>
      <td className='cell-bars'>
        <OperationBars operations={order.operations} />
      </td>
      <td className='cell-due moment'>
        {monthAndDay(order.dueAt)}
        {daysLate > 0 && forecastAt && forecastAt > order.dueAt ? (
          <div className='note'>{t('will_be', { date: monthAndDay(forecastAt) })}</div>
        ) : null}
      </td>
      <td className='cell-state moment'>
        <OrderTag row={row} now={now} />
      </td>
      <td className='cell-hold'>
        <span className={hold.serious ? '' : 'note'}>{hold.what}</span>
        {hold.who ? <div className='note'>{hold.who}</div> : null}
      </td>
    </tr>
  );
}
