import type { WorkOrderDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { isMore, isSome } from '../free-qty';
import { sendSteps } from '../send-steps';
import { useOrderText } from '../texts';
import { TextField } from './text-field';

type ShortDialogProps = { readonly order: WorkOrderDto; readonly mayClose: boolean; readonly onClose: () => void };

/** Scrap has left an order short: it is made up or delivered short, and never passed over (B-1.16). */
export function ShortDialog({ order, mayClose, onClose }: ShortDialogProps) {
  const t = useOrderText();
  const { id, orderNo, shortQty, item, operations } = order;
  const unit = item.unit.name;
  const [qty, setQty] = useState(shortQty);
  const [reason, setReason] = useState('');
  const [closing, setClosing] = useState(false);
  const tooMany = isMore(qty, shortQty);
  const busy = operations.some(({ status, inReworkQty }) => status === 'running' || inReworkQty !== '0');
  const makeUp = () => {
    if (!isSome(qty) || tooMany) return;
    onClose();
    sendSteps(t('words_make_up', { orderNo, qty, unit }), [{ orderId: id, orderNo, step: 'make-up', body: { qty } }]);
  };
  const closeShort = () => {
    setClosing(true);
    if (!reason.trim()) return;
    onClose();
    const body = { closeShort: true, reason: reason.trim() };
    sendSteps(t('words_close', { orderNo }), [{ orderId: id, orderNo, step: 'close', body }]);
  };
  return (
    <Dialog
      title={t('short_title', { orderNo, qty: shortQty, unit })}
      onClose={onClose}
      onSubmit={makeUp}
      actions={
        <>
          {mayClose && !busy ? (
            <Press id='close-short' onPress={closeShort}>
              {t('short_close')}
            </Press>
          ) : null}
          <Press kind='main' id='do-make-up' onPress={makeUp}>
            {t('short_make_up', { qty: isSome(qty) ? qty : '…', unit })}
          </Press>
        </>
      }
    >
      <p className='note'>{t('short_note')}</p>
      <TextField
        label={t('short_qty')}
        numeric
        value={qty}
        problem={!isSome(qty) ? t('wrong_qty') : tooMany ? t('short_too_many', { qty: shortQty, unit }) : null}
        onType={setQty}
      />
      {mayClose && busy ? <p className='note'>{t('short_open')}</p> : null}
      {mayClose && !busy ? (
        <TextField
          label={t('short_close_reason')}
          value={reason}
          problem={closing && !reason.trim() ? t('missing_reason') : null}
          onType={setReason}
        />
      ) : null}
    </Dialog>
  );
}
