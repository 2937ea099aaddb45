import { monthAndDay } from '@/shared/time/show-time';
import type { LaneId, LaneKind, Work } from '../dispatch-lanes';
import { toneOf } from '../row-words';
import { useOrderText } from '../texts';

export type LaneName = { readonly id: string; readonly name: string };
type WorkCardProps = {
  readonly work: Work;
  readonly lane: LaneId;
  readonly kind: LaneKind;
  /** Where it can go: people or stations of its workshop. */
  readonly targets: readonly LaneName[];
  readonly movable: boolean;
  readonly onLift: () => void;
  readonly onMove: (to: LaneId) => void;
};

/** One piece of work: it is dragged, or given with the list beside it, which the keyboard and a finger reach too. */
export function WorkCard({ work, lane, kind, targets, movable, onLift, onMove }: WorkCardProps) {
  const t = useOrderText();
  const { order, operation } = work;
  const idle = operation.status === 'not_started' && operation.readyQty === '0';
  return (
    <li
      className={`work ${idle ? '' : `work-${toneOf(operation)}`}`}
      draggable={movable}
      data-work={`${order.orderNo}-${operation.seq}`}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', operation.id);
        onLift();
      }}
    >
      <div className='work-line'>
        <b>
          {order.orderNo} {operation.name}
        </b>
        <span className='note'>{monthAndDay(order.dueAt)}</span>
      </div>
      <div className='work-line note'>
        <span>{order.item.name}</span>
        <span>
          {operation.status === 'running'
            ? t('work_running')
            : idle
              ? t('work_waits')
              : t('work_ready', { qty: operation.readyQty, unit: order.item.unit.name })}
        </span>
      </div>
      {movable ? (
        <select
          className='box'
          aria-label={t('give_label', { orderNo: order.orderNo, operation: operation.name })}
          value={lane ?? ''}
          onChange={(event) => onMove(event.target.value || null)}
        >
          <option value=''>{t(kind === 'people' ? 'give_nobody' : 'give_no_station')}</option>
          {targets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
    </li>
  );
}
