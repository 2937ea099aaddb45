import type { WorkOrderDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { tell } from '../../desk/delayed-action';
import { splitOrder, takeStep } from '../api';
import { freeQty, isMore, isSome, minus, shareOf } from '../free-qty';
import { useDirect } from '../hooks/use-direct';
import { orderText, useOrderText } from '../texts';
import { Refused, TextField } from './text-field';

/** How much of an order is split off, in tenths. */
const SHARES = [5, 4, 3] as const;

/** Pieces that nobody has begun become an order of their own; both are shown before it is done (B-1.12). */
export function SplitDialog({ order, onClose }: { readonly order: WorkOrderDto; readonly onClose: () => void }) {
  const t = useOrderText();
  const { orderNo, plannedQty, item } = order;
  const free = freeQty(order);
  const unit = item.unit.name;
  const shareQty = (share: number) => {
    const qty = shareOf(order, share / 10);
    return isMore(qty, free) ? free : qty;
  };
  const [qty, setQty] = useState(shareQty(4));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { refused, send } = useDirect();
  const tooMany = isMore(qty, free);
  const submit = async () => {
    setTried(true);
    if (!isSome(qty) || tooMany || !reason.trim()) return;
    const split = await send((key) => splitOrder(order.id, { qty, reason: reason.trim() }, key));
    if (!split) return;
    onClose();
    tell({
      lamp: 'run',
      words: t('split_done', { orderNo, partNo: split.part.orderNo, qty, unit }),
      sent: { done: 1, refused: [], unsent: false },
      undo: () => putBack(order, split.part),
    });
  };
  const problem = !isSome(qty) ? t('wrong_qty') : tooMany ? t('split_too_many', { free, unit }) : null;
  return (
    <Dialog
      title={t('split_title', { orderNo })}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        isSome(free) ? (
          <Press kind='main' id='do-split' onPress={submit}>
            {t('split_do', { qty: isSome(qty) ? qty : '…', unit })}
          </Press>
        ) : null
      }
    >
      <Refused why={refused} />
      {isSome(free) ? (
        <>
          <p className='note'>{t('split_note', { free, unit })}</p>
          <TextField label={t('split_qty')} numeric value={qty} problem={tried || tooMany ? problem : null} onType={setQty} />
          <div className='filters'>
            {SHARES.map((share) => (
              <Press key={share} id={`share-${share}`} pressed={qty === shareQty(share)} onPress={() => setQty(shareQty(share))}>
                {t('split_share', { left: 100 - share * 10, part: share * 10 })}
              </Press>
            ))}
          </div>
          <div className='facts' id='split-preview'>
            <Preview name={t('split_left', { orderNo })} qty={minus(plannedQty, qty)} unit={unit} />
            <Preview name={t('split_part')} qty={qty || '0'} unit={unit} />
          </div>
          <TextField label={t('reason')} value={reason} problem={tried && !reason.trim() ? t('missing_reason') : null} onType={setReason} />
        </>
      ) : (
        <p>{t('split_none')}</p>
      )}
    </Dialog>
  );
}

function Preview({ name, qty, unit }: { readonly name: string; readonly qty: string; readonly unit: string }) {
  return (
    <div className='fact'>
      <span className='note'>{name}</span>
      <span className='figure'>
        {qty}
        <span className='unit'>{unit}</span>
      </span>
    </div>
  );
}

/** As long as nobody has begun the new order it can go back into the old one. */
async function putBack(order: WorkOrderDto, part: WorkOrderDto): Promise<void> {
  const body = { otherId: part.id, reason: orderText('split_back_reason') };
  const answer = await takeStep(order.id, 'merge', body, newPressKey());
  const facts = { orderNo: order.orderNo, partNo: part.orderNo };
  tell(
    answer.ok
      ? { lamp: 'run', words: orderText('split_undone', facts), sent: { done: 1, refused: [], unsent: false } }
      : {
          lamp: 'stop',
          words: orderText('refused_line', { orderNo: part.orderNo, why: explain(answer.failure).title }),
          sent: null,
        },
  );
}
