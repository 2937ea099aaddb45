import type { WorkOrderDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { useState } from 'react';
import { Dialog } from '../../desk/components/dialog';
import { Field } from '../../desk/components/field';
import { Press } from '../../desk/components/press';
import { dayOf, dueInstant } from '../due-day';
import { changeWords } from '../row-words';
import { useOrderText } from '../texts';

export type AskedChange = { readonly plannedQty?: string; readonly dueAt?: string; readonly reason: string };
type ChangeDialogProps = {
  /** One order, whose quantity may change too, or several, whose due date does. */
  readonly orders: readonly WorkOrderDto[];
  readonly onDone: (change: AskedChange) => void;
  readonly onClose: () => void;
};

/** A change is a document that the workshop answers; nothing moves before. */
export function ChangeDialog({ orders, onDone, onClose }: ChangeDialogProps) {
  const t = useOrderText();
  const only = orders.length === 1 ? orders[0] : undefined;
  const [qty, setQty] = useState(only?.plannedQty ?? '');
  const [day, setDay] = useState(orders[0] ? dayOf(orders[0].dueAt) : '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const newQty = only && qty !== only.plannedQty ? qty : undefined;
  const newDue = day && (!only || day !== dayOf(only.dueAt)) ? dueInstant(day) : undefined;
  const wrongQty = only !== undefined && !(parseQuantity(qty) ?? 0);
  const same = newQty === undefined && newDue === undefined;
  const submit = () => {
    setTried(true);
    if (wrongQty || same || !reason.trim()) return;
    onClose();
    onDone({
      ...(newQty === undefined ? {} : { plannedQty: newQty }),
      ...(newDue === undefined ? {} : { dueAt: newDue }),
      reason: reason.trim(),
    });
  };
  const words = only && !wrongQty && !same ? changeWords(only, { plannedQty: newQty ?? only.plannedQty, dueAt: newDue ?? only.dueAt }) : '';
  return (
    <Dialog
      title={only ? t('change_title', { orderNo: only.orderNo }) : t('change_title_many', { count: orders.length })}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Press kind='main' id='send-change' onPress={submit}>
          {words ? t('send_change', { change: words }) : t('send_change_none')}
        </Press>
      }
    >
      <p className='note'>{t('change_note')}</p>
      <div className='field-row'>
        {only ? (
          <Field label={t('qty')} problem={tried && wrongQty ? t('wrong_qty') : null}>
            {(id, describedBy) => (
              <input
                id={id}
                className='box'
                inputMode='decimal'
                value={qty}
                aria-describedby={describedBy}
                onChange={(event) => setQty(event.target.value.trim())}
              />
            )}
          </Field>
        ) : null}
        <Field label={t('due')} problem={tried && same && !wrongQty ? t('change_same') : null}>
          {(id, describedBy) => (
            <input
              id={id}
              type='date'
              className='box'
              value={day}
              aria-describedby={describedBy}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label={t('reason')} problem={tried && !reason.trim() ? t('missing_reason') : null}>
        {(id, describedBy) => (
          <input
            id={id}
            className='box'
            maxLength={200}
            value={reason}
            aria-describedby={describedBy}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
