import { BOARD_VIEWS, type BoardView, type OrderBoardDto } from '@contracts/api/order-board';
import type { RefObject } from 'react';
import { Press } from '../../desk/components/press';
import type { Me } from '../../desk/may';
import type { BoardFilter } from '../api';
import { useOrderText } from '../texts';

type FiltersProps = {
  readonly filter: BoardFilter;
  readonly counts: OrderBoardDto['counts'] | null;
  readonly workshops: Me['workshops'];
  readonly search: RefObject<HTMLInputElement>;
  readonly onChange: (filter: BoardFilter) => void;
};

const LAMPS: Partial<Record<BoardView, readonly [tone: string, shape: string]>> = { late: ['text-stop', '■'], waiting: ['text-wait', '◆'] };

/** Search, views with how much is in each, and the workshop. */
export function Filters({ filter, counts, workshops, search, onChange }: FiltersProps) {
  const t = useOrderText();
  return (
    <div className='filters'>
      <div className='search'>
        <input
          ref={search}
          id='search-orders'
          type='search'
          className='box'
          placeholder={t('search')}
          aria-label={t('search')}
          value={filter.q ?? ''}
          onChange={(event) => onChange({ ...filter, q: event.target.value })}
        />
        {filter.q ? null : <kbd aria-hidden>/</kbd>}
      </div>
      {BOARD_VIEWS.map((view) => {
        const lamp = LAMPS[view];
        const count = view === 'over' ? '' : (counts?.[view] ?? '–');
        return (
          <Press
            key={view}
            id={`view-${view}`}
            pressed={filter.view === view}
            className={lamp?.[0] ?? ''}
            onPress={() => onChange({ ...filter, view })}
          >
            {lamp ? <span aria-hidden>{lamp[1]}</span> : null}
            {t(`view_${view}`, { count })}
          </Press>
        );
      })}
      {workshops.length > 1 ? (
        <select
          className='box'
          aria-label={t('workshop')}
          value={filter.workshopId ?? ''}
          onChange={(event) => onChange({ ...filter, workshopId: event.target.value || undefined })}
        >
          <option value=''>{t('all_workshops')}</option>
          {workshops.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}
