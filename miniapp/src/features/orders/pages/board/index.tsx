import type { WorkOrderDto } from '@contracts/api/workorders';
import { useRef, useState } from 'react';
import { open } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { monthAndDay, shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { DeskPage } from '../../../desk/components/desk-page';
import { Press } from '../../../desk/components/press';
import { tell } from '../../../desk/delayed-action';
import { useKeys } from '../../../desk/hooks/use-keys';
import { type Me, useMe } from '../../../desk/may';
import { useDeskText } from '../../../desk/texts';
import type { BoardFilter } from '../../api';
import { type AskedChange, ChangeDialog } from '../../components/change-dialog';
import { Filters } from '../../components/filters';
import { NewOrderDialog } from '../../components/new-order-dialog';
import { OrdersTable } from '../../components/orders-table';
import { PrintDialog } from '../../components/print-dialog';
import { ReasonDialog } from '../../components/reason-dialog';
import { useBoard } from '../../hooks/use-board';
import { useSelection } from '../../hooks/use-selection';
import { printCards } from '../../print-cards';
import { sendSteps } from '../../send-steps';
import { useOrderText } from '../../texts';

type Sheet = 'new' | 'due' | 'hold' | 'print' | null;

/** The planner's first page: all orders, what holds each, and what can be done to many at once. */
export default function OrdersPage() {
  const t = useOrderText();
  const desk = useDeskText();
  const ui = useUiText();
  const now = useNow();
  const me = useMe();
  const [filter, setFilter] = useState<BoardFilter>({ view: 'open' });
  const [sheet, setSheet] = useState<Sheet>(null);
  const search = useRef<HTMLInputElement>(null);
  const board = useBoard(filter);
  const rows = board.value?.rows ?? [];
  const selection = useSelection(rows.map(({ order }) => order.id));
  const chosen = rows.filter(({ order }) => selection.ids.has(order.id)).map(({ order }) => order);
  const openOrder = (orderId: string) => void open('order', { id: orderId });
  const mayCreate = me.may('workorders.create');
  const startNew = () =>
    mayCreate ? setSheet('new') : tell({ lamp: 'stop', words: t('no_right', { who: t('who_planner') }), sent: null });
  const leaveSearch = () => {
    search.current?.blur();
    setFilter({ ...filter, q: '' });
    selection.clear();
  };
  const atCursor = (act: (orderId: string) => void) => () => selection.cursor && act(selection.cursor);
  useKeys({
    '/': () => search.current?.focus(),
    n: startNew,
    arrowdown: () => selection.move(1),
    arrowup: () => selection.move(-1),
    ' ': atCursor(selection.toggle),
    enter: atCursor(openOrder),
    a: selection.toggleAll,
    r: () => void board.reload(),
    escape: leaveSearch,
  });
  const keys = [
    ['/', t('key_search')],
    ['N', t('key_new')],
    ['↑ ↓', t('key_move')],
    [t('space'), t('key_select')],
    ['Enter', t('key_open')],
    ['A', t('key_all')],
    ['R', t('key_reload')],
    ['Esc', t('key_escape')],
    ['?', t('key_help')],
  ] as const;
  const filtered = filter.view !== 'open' || Boolean(filter.q) || filter.workshopId !== undefined;
  return (
    <DeskPage
      room='orders'
      title={t('title')}
      keys={keys}
      {...(board.value ? { counts: { orders: board.value.counts.open } } : {})}
      actions={
        <>
          <Press id='import-orders' onPress={() => open('importOrders')}>
            {t('import')}
          </Press>
          <Press id='print-cards' onPress={() => printCards(chosen)}>
            {t('print_cards')}
          </Press>
          <Press id='print-more' onPress={() => (chosen.length > 0 ? setSheet('print') : printCards(chosen))}>
            {t('print_more')}
          </Press>
          <Press kind='main' id='new-order' onPress={startNew}>
            {t('new_order')} <kbd aria-hidden>N</kbd>
          </Press>
        </>
      }
    >
      <Filters filter={filter} counts={board.value?.counts ?? null} workshops={me.workshops} search={search} onChange={setFilter} />
      {board.keptFrom && board.failure ? (
        <div className='note text-wait' role='status'>
          ◆ {desk('kept_from', { time: shortMoment(board.keptFrom, now) })}
        </div>
      ) : null}
      {board.value?.truncated ? <div className='note'>{t('truncated')}</div> : null}
      {rows.length > 0 ? <OrdersTable rows={rows} selection={selection} now={now} onOpen={openOrder} /> : null}
      {board.value && rows.length === 0 ? (
        <Notice
          id='no-orders'
          lamp='idle'
          title={filter.q ? t('empty_search', { q: filter.q }) : t('empty')}
          detail={filter.q ? t('empty_search_detail') : t('empty_detail')}
          {...(filtered ? { action: { text: t('clear_filters'), onPress: () => setFilter({ view: 'open' }) } } : {})}
        />
      ) : null}
      {!board.value && board.failure ? (
        <Notice lamp='wait' {...explain(board.failure)} action={{ text: ui('try_again'), onPress: board.reload }} />
      ) : null}
      {!board.value && !board.failure ? <Skeleton cards={5} /> : null}
      {chosen.length > 0 ? <Bulk chosen={chosen} me={me} onSheet={setSheet} onSent={selection.clear} /> : null}
      {sheet === 'new' ? (
        <NewOrderDialog
          me={me}
          onClose={() => setSheet(null)}
          onCreated={(orderNo) => tell({ lamp: 'run', words: t('created', { orderNo }), sent: { done: 1, refused: [], unsent: false } })}
        />
      ) : null}
      {sheet === 'print' ? <PrintDialog orders={chosen} onClose={() => setSheet(null)} /> : null}
      {sheet === 'due' ? (
        <ChangeDialog orders={chosen} onClose={() => setSheet(null)} onDone={(change) => askChange(chosen, change)} />
      ) : null}
      {sheet === 'hold' ? (
        <ReasonDialog
          title={t('hold_title', { count: chosen.length })}
          detail={t('hold_detail')}
          label={t('reason')}
          action={t('hold_do', { count: chosen.length })}
          onClose={() => setSheet(null)}
          onDone={(reason) =>
            sendSteps(
              t('words_hold', { count: chosen.length }),
              chosen.map(({ id, orderNo }) => ({ orderId: id, orderNo, step: 'hold', body: { reason } })),
            )
          }
        />
      ) : null}
    </DeskPage>
  );

  function askChange(orders: readonly WorkOrderDto[], change: AskedChange): void {
    sendSteps(
      t('words_due', { count: orders.length, date: change.dueAt ? monthAndDay(change.dueAt) : '' }),
      orders.map(({ id, orderNo }) => ({ orderId: id, orderNo, step: 'changes', body: change })),
    );
  }
}

type BulkProps = {
  readonly chosen: readonly WorkOrderDto[];
  readonly me: Me;
  readonly onSheet: (sheet: Sheet) => void;
  readonly onSent: () => void;
};

/** What can be done to all that is selected; a button is there when the person may and at least one order is in that state. */
function Bulk({ chosen, me, onSheet, onSent }: BulkProps) {
  const t = useOrderText();
  const drafts = chosen.filter(({ status }) => status === 'draft');
  const held = chosen.filter(({ status }) => status === 'on_hold');
  const going = chosen.filter(({ status }) => status === 'released' || status === 'in_process');
  const send = (words: string, orders: readonly WorkOrderDto[], step: 'release' | 'resume') => {
    sendSteps(
      words,
      orders.map(({ id, orderNo }) => ({ orderId: id, orderNo, step, body: {} })),
    );
    onSent();
  };
  return (
    <div className='card chosen' role='toolbar' aria-label={t('chosen', { count: chosen.length })}>
      <span>{t('chosen', { count: chosen.length })}</span>
      <div className='desk-actions'>
        {me.may('workorders.change') ? (
          <Press id='bulk-due' onPress={() => onSheet('due')}>
            {t('bulk_due')}
          </Press>
        ) : null}
        {me.may('workorders.release') && going.length > 0 ? (
          <Press id='bulk-hold' onPress={() => onSheet('hold')}>
            {t('bulk_hold')}
          </Press>
        ) : null}
        {me.may('workorders.release') && held.length > 0 ? (
          <Press id='bulk-resume' onPress={() => send(t('words_resume', { count: held.length }), held, 'resume')}>
            {t('bulk_resume')}
          </Press>
        ) : null}
        {me.may('workorders.release') && drafts.length > 0 ? (
          <Press kind='main' id='bulk-release' onPress={() => send(t('words_release', { count: drafts.length }), drafts, 'release')}>
            {t('bulk_release')}
          </Press>
        ) : null}
        {me.may('workorders.release') || me.may('workorders.change') ? null : (
          <span className='note'>{t('no_right', { who: t('who_planner') })}</span>
        )}
      </div>
    </div>
  );
}
