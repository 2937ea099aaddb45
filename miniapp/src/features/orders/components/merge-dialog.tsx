import type { WorkOrderDto } from '@contracts/api/workorders';
import { useCallback, useState } from 'react';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { monthAndDay } from '@/shared/time/show-time';
import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { loadOrdersOf } from '../api';
import { plus } from '../free-qty';
import { type Candidate, mergeCandidates } from '../merge-candidates';
import { sendSteps } from '../send-steps';
import { useOrderText } from '../texts';
import { Refused, TextField } from './text-field';

/** Another order of the same item, made the same way and not begun, goes into this one; which ones fit and why the others do not (B-1.12). */
export function MergeDialog({ order, onClose }: { readonly order: WorkOrderDto; readonly onClose: () => void }) {
  const t = useOrderText();
  const { orderNo, item, plannedQty } = order;
  const unit = item.unit.name;
  const load = useCallback(() => loadOrdersOf(item.code), [item.code]);
  const { value, failure } = useRemote(load);
  const candidates = value ? mergeCandidates(order, value.items) : [];
  const [otherId, setOtherId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const other = candidates.find((one) => one.order.id === otherId)?.order;
  const submit = () => {
    setTried(true);
    if (!other || !reason.trim()) return;
    onClose();
    const step = { orderId: order.id, orderNo, step: 'merge', body: { otherId: other.id, reason: reason.trim() } } as const;
    sendSteps(t('words_merge', { orderNo, otherNo: other.orderNo }), [step]);
  };
  return (
    <Dialog
      title={t('merge_title', { orderNo })}
      onClose={onClose}
      onSubmit={submit}
      actions={
        candidates.some(({ against }) => against === null) ? (
          <Press kind='main' id='do-merge' onPress={submit}>
            {other ? t('merge_do', { otherNo: other.orderNo, qty: other.plannedQty, unit }) : t('merge_do_none')}
          </Press>
        ) : null
      }
    >
      <Refused why={failure ? explain(failure).title : null} />
      <p className='note'>{t('merge_note')}</p>
      {value && candidates.length === 0 ? <p>{t('merge_none')}</p> : null}
      {candidates.length > 0 ? (
        <fieldset className='choices'>
          <legend className='note'>{t('merge_choose')}</legend>
          {candidates.map((candidate) => (
            <Choice
              key={candidate.order.id}
              candidate={candidate}
              chosen={candidate.order.id === otherId}
              onChoose={() => setOtherId(candidate.order.id)}
            />
          ))}
          {tried && !other ? <div className='note text-stop'>■ {t('merge_choose')}</div> : null}
        </fieldset>
      ) : null}
      {other ? (
        <p id='merge-preview'>
          {t('merge_preview', { orderNo, otherNo: other.orderNo, before: plannedQty, after: plus(plannedQty, other.plannedQty), unit })}
        </p>
      ) : null}
      {candidates.some(({ against }) => against === null) ? (
        <TextField label={t('reason')} value={reason} problem={tried && !reason.trim() ? t('missing_reason') : null} onType={setReason} />
      ) : null}
    </Dialog>
  );
}

type ChoiceProps = { readonly candidate: Candidate; readonly chosen: boolean; readonly onChoose: () => void };

function Choice({ candidate: { order, against }, chosen, onChoose }: ChoiceProps) {
  const t = useOrderText();
  const words = t('merge_row', {
    orderNo: order.orderNo,
    qty: order.plannedQty,
    unit: order.item.unit.name,
    due: monthAndDay(order.dueAt),
  });
  if (against) {
    return (
      <div className='field-check note'>
        ○ {words} · {t(`merge_${against}`, { version: order.routingVersion })}
      </div>
    );
  }
  return (
    <label className='field-check'>
      <input type='radio' name='merge' checked={chosen} onChange={onChoose} />
      {words}
    </label>
  );
}
