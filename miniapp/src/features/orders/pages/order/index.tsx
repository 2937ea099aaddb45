import type { OperationDto, WorkOrderDto } from '@contracts/api/workorders';
import { useDidShow, useRouter } from '@tarojs/taro';
import { useCallback, useEffect, useState } from 'react';
import { restartAt } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { monthAndDay, shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { LampTag } from '@/shared/ui/lamp';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { DeskPage } from '../../../desk/components/desk-page';
import { Press } from '../../../desk/components/press';
import { onSent } from '../../../desk/delayed-action';
import { useKeys } from '../../../desk/hooks/use-keys';
import { type Me, useMe } from '../../../desk/may';
import { loadChanges, loadHistory, loadOrder, loadRoutings, type OrderStep } from '../../api';
import { backToBoard } from '../../back-to-board';
import { CancelDialog } from '../../components/cancel-dialog';
import { ChangeDialog } from '../../components/change-dialog';
import { ChangesTable } from '../../components/changes-table';
import { HistoryList } from '../../components/history-list';
import { MergeDialog } from '../../components/merge-dialog';
import { OperationsTable } from '../../components/operations-table';
import { PrintDialog } from '../../components/print-dialog';
import { ReasonDialog } from '../../components/reason-dialog';
import { RedoDialog } from '../../components/redo-dialog';
import { RoutingDiff } from '../../components/routing-diff';
import { ShortDialog } from '../../components/short-dialog';
import { SplitDialog } from '../../components/split-dialog';
import { missingQty } from '../../missing-qty';
import { printCards } from '../../print-cards';
import { routingDifference } from '../../routing-difference';
import { changeWords, orderState } from '../../row-words';
import { sendSteps } from '../../send-steps';
import { useOrderText } from '../../texts';

type Sheet = 'change' | 'hold' | 'close' | 'replan' | 'print' | 'split' | 'merge' | 'cancel' | 'short' | null;

/** One order: its frozen routing, who did what and when, every change, and where the master has moved on. */
export default function OrderPage() {
  const t = useOrderText();
  const ui = useUiText();
  const now = useNow();
  const me = useMe();
  const orderId = useRouter().params.id ?? '';
  const order = useRemote(useCallback(() => loadOrder(orderId), [orderId]));
  const history = useRemote(useCallback(() => loadHistory(orderId), [orderId]));
  const changes = useRemote(useCallback(() => loadChanges({ workOrderId: orderId }), [orderId]));
  const [sheet, setSheet] = useState<Sheet>(null);
  const [redo, setRedo] = useState<OperationDto | null>(null);
  const { reload: reloadOrder } = order;
  const { reload: reloadHistory } = history;
  const { reload: reloadChanges } = changes;
  const reload = useCallback(() => {
    void reloadOrder();
    void reloadHistory();
    void reloadChanges();
  }, [reloadOrder, reloadHistory, reloadChanges]);
  useDidShow(reload);
  useEffect(() => onSent(reload), [reload]);
  const it = order.value;
  const back = backToBoard;
  const mayChange = me.may('workorders.change') && it !== null && isOpen(it);
  const offer = (next: Sheet) => () => mayChange && setSheet(next);
  useKeys({
    s: offer('split'),
    m: offer('merge'),
    x: offer('cancel'),
    escape: back,
    e: () => mayChange && setSheet('change'),
    p: () => it && void printCards([it]),
    r: reload,
  });
  const keys = [
    ['Esc', t('key_back')],
    ['E', t('key_change')],
    ['S', t('split_it')],
    ['M', t('merge_it')],
    ['X', t('cancel_it')],
    ['P', t('key_print')],
    ['R', t('key_reload')],
    ['?', t('key_help')],
  ] as const;
  return (
    <DeskPage
      room='orders'
      keys={keys}
      title={it ? `${it.orderNo} ${it.item.name}` : t('title')}
      actions={it ? <Actions order={it} me={me} onSheet={setSheet} /> : null}
    >
      <div>
        <Press kind='plain' className='link-press' id='back-to-board' onPress={back}>
          {t('back_to_board')}
        </Press>
      </div>
      {!it && order.failure ? <Notice lamp='wait' {...explain(order.failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!it && !order.failure ? <Skeleton cards={3} /> : null}
      {it ? (
        <>
          <Facts order={it} me={me} now={now} />
          <Difference order={it} onReplan={me.may('workorders.change') && isOpen(it) ? () => setSheet('replan') : undefined} />
          <section className='section'>
            <h2 className='strong'>{t('operations')}</h2>
            <OperationsTable order={it} now={now} onRedo={me.may('quality.reopen_first_article') ? setRedo : undefined} />
          </section>
          <div className='columns'>
            <section className='section'>
              <h2 className='strong'>{t('changes')}</h2>
              {changes.value?.items.length ? (
                <ChangesTable
                  ofOneOrder
                  changes={changes.value.items}
                  now={now}
                  mayAnswer={me.may('workorders.answer_change')}
                  onAnswered={reload}
                />
              ) : (
                <p className='note'>{changes.failure ? explain(changes.failure).title : t('no_changes')}</p>
              )}
            </section>
            <section className='section'>
              <h2 className='strong'>{t('history')}</h2>
              {history.value ? <HistoryList history={history.value} now={now} /> : null}
              {!history.value && history.failure ? <p className='note'>{explain(history.failure).title}</p> : null}
            </section>
          </div>
          <Sheets order={it} sheet={sheet} me={me} now={now} onClose={() => setSheet(null)} />
          {redo ? <RedoDialog operation={redo} onClose={() => setRedo(null)} /> : null}
        </>
      ) : null}
    </DeskPage>
  );
}

const isOpen = ({ status }: WorkOrderDto): boolean => status === 'draft' || status === 'released' || status === 'in_process';

function Facts({ order, me, now }: { readonly order: WorkOrderDto; readonly me: Me; readonly now: Date }) {
  const t = useOrderText();
  const { lamp, words } = orderState(order, now);
  const workshop = me.workshops.find(({ id }) => id === order.workshopId)?.name ?? order.workshopId;
  const facts = [
    [t('due_date'), monthAndDay(order.dueAt)],
    [t('scrapped'), order.scrapQty],
    [t('workshop_is'), workshop],
    ...(order.customer ? [[t('customer_is'), order.customer] as const] : []),
    [t('routing_is'), t('routing_version', { version: order.routingVersion })],
  ] as const;
  return (
    <div className='card facts'>
      <div className='fact'>
        <span className='note'>{t('planned')}</span>
        <span className='figure'>
          {order.goodQty}
          <span className='unit'>
            / {order.plannedQty} {order.item.unit.name}
          </span>
        </span>
        <span>
          <LampTag lamp={lamp}>{words}</LampTag>
        </span>
        {order.halt ? (
          <span className='note'>
            {order.halt.by.name} · {shortMoment(order.halt.at, now)} · {order.halt.reason}
          </span>
        ) : null}
      </div>
      {facts.map(([name, value]) => (
        <div key={name} className='fact'>
          <span className='note'>{name}</span>
          <span>{value}</span>
        </div>
      ))}
    </div>
  );
}

function Difference({ order, onReplan }: { readonly order: WorkOrderDto; readonly onReplan?: (() => void) | undefined }) {
  const { code } = order.item;
  const routings = useRemote(useCallback(() => loadRoutings(code), [code]));
  const difference = routings.value ? routingDifference(order, routings.value.items) : null;
  return difference ? <RoutingDiff order={order} difference={difference} onReplan={onReplan} /> : null;
}

/** A button is there when the person may and the order is in a state for it. */
function Actions({ order, me, onSheet }: { readonly order: WorkOrderDto; readonly me: Me; readonly onSheet: (sheet: Sheet) => void }) {
  const t = useOrderText();
  const { orderNo, status, shortQty, item } = order;
  const going = status === 'released' || status === 'in_process';
  const step = (words: string, name: OrderStep, body: object = {}) => sendSteps(words, [{ orderId: order.id, orderNo, step: name, body }]);
  const close = () => (missingQty(order) === '0' ? step(t('words_close', { orderNo }), 'close', { closeShort: false }) : onSheet('close'));
  return (
    <>
      <Press id='print-card' onPress={() => printCards([order])}>
        {t('print_cards')}
      </Press>
      <Press id='print-more' onPress={() => onSheet('print')}>
        {t('print_more')}
      </Press>
      {me.may('workorders.change') && isOpen(order) ? (
        <Press id='change-order' onPress={() => onSheet('change')}>
          {t('change_it')}
        </Press>
      ) : null}
      {me.may('workorders.change') && (going || status === 'completed') && shortQty !== '0' ? (
        <Press id='short-order' onPress={() => onSheet('short')}>
          {t('short_it', { qty: shortQty, unit: item.unit.name })}
        </Press>
      ) : null}
      {me.may('workorders.change') && isOpen(order) ? (
        <>
          <Press id='split-order' onPress={() => onSheet('split')}>
            {t('split_it')}
          </Press>
          <Press id='merge-order' onPress={() => onSheet('merge')}>
            {t('merge_it')}
          </Press>
        </>
      ) : null}
      {me.may('workorders.change') && (isOpen(order) || status === 'on_hold') ? (
        <Press id='cancel-order' onPress={() => onSheet('cancel')}>
          {t('cancel_it')}
        </Press>
      ) : null}
      {me.may('workorders.release') && going ? (
        <Press id='hold-order' onPress={() => onSheet('hold')}>
          {t('hold_it')}
        </Press>
      ) : null}
      {me.may('workorders.close') && (going || status === 'completed') ? (
        <Press id='close-order' onPress={close}>
          {t('close_it')}
        </Press>
      ) : null}
      {me.may('workorders.release') && status === 'on_hold' ? (
        <Press kind='main' id='resume-order' onPress={() => step(t('words_resume', { count: 1 }), 'resume')}>
          {t('resume_it')}
        </Press>
      ) : null}
      {me.may('workorders.release') && status === 'draft' ? (
        <Press kind='main' id='release-order' onPress={() => step(t('words_release', { count: 1 }), 'release')}>
          {t('release_it')}
        </Press>
      ) : null}
      {me.may('workorders.dispatch') && going ? (
        <Press kind='main' onPress={() => restartAt('dispatch')}>
          {t('dispatch_it')}
        </Press>
      ) : null}
    </>
  );
}

type SheetsProps = {
  readonly order: WorkOrderDto;
  readonly sheet: Sheet;
  readonly me: Me;
  readonly now: Date;
  readonly onClose: () => void;
};

function Sheets({ order, sheet, me, now, onClose }: SheetsProps) {
  const t = useOrderText();
  const { id, orderNo } = order;
  const missing = { qty: missingQty(order), unit: order.item.unit.name };
  const send = (words: string, step: OrderStep, body: object) => sendSteps(words, [{ orderId: id, orderNo, step, body }]);
  if (sheet === 'print') return <PrintDialog orders={[order]} onClose={onClose} />;
  if (sheet === 'split') return <SplitDialog order={order} onClose={onClose} />;
  if (sheet === 'merge') return <MergeDialog order={order} onClose={onClose} />;
  if (sheet === 'cancel') return <CancelDialog order={order} now={now} onClose={onClose} />;
  if (sheet === 'short') return <ShortDialog order={order} mayClose={me.may('workorders.close')} onClose={onClose} />;
  if (sheet === 'change') {
    return (
      <ChangeDialog
        orders={[order]}
        onClose={onClose}
        onDone={(change) =>
          send(
            `${orderNo} ${changeWords(order, { plannedQty: change.plannedQty ?? order.plannedQty, dueAt: change.dueAt ?? order.dueAt })}`,
            'changes',
            change,
          )
        }
      />
    );
  }
  if (sheet === 'hold') {
    return (
      <ReasonDialog
        title={t('hold_title', { count: 1 })}
        detail={t('hold_detail')}
        label={t('reason')}
        action={t('hold_do', { count: 1 })}
        onClose={onClose}
        onDone={(reason) => send(t('words_hold', { count: 1 }), 'hold', { reason })}
      />
    );
  }
  if (sheet === 'close') {
    return (
      <ReasonDialog
        title={t('close_title', { orderNo })}
        detail={t('close_short_detail', missing)}
        label={t('reason')}
        action={t('close_do', missing)}
        onClose={onClose}
        onDone={(reason) => send(t('words_close', { orderNo }), 'close', { closeShort: true, reason })}
      />
    );
  }
  if (sheet === 'replan') {
    return (
      <ReasonDialog
        title={t('replan_title', { orderNo })}
        label={t('reason')}
        action={t('replan_it')}
        onClose={onClose}
        onDone={(reason) => send(t('words_replan', { orderNo }), 'replan', { reason })}
      />
    );
  }
  return null;
}
