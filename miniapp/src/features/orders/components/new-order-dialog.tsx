import type { ItemDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { useEffect, useRef, useState } from 'react';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import { Dialog } from '../../desk/components/dialog';
import { Field } from '../../desk/components/field';
import { Press } from '../../desk/components/press';
import type { Me } from '../../desk/may';
import { createOrder, loadItems, type NewOrder } from '../api';
import { dueInstant } from '../due-day';
import { useOrderText } from '../texts';

type NewOrderDialogProps = { readonly me: Me; readonly onCreated: (orderNo: string) => void; readonly onClose: () => void };
type Draft = { orderNo: string; itemCode: string; qty: string; day: string; workshopId: string; customer: string; release: boolean };

export function NewOrderDialog({ me, onCreated, onClose }: NewOrderDialogProps) {
  const t = useOrderText();
  const [draft, setDraft] = useState<Draft>({
    orderNo: '',
    itemCode: '',
    qty: '',
    day: '',
    workshopId: me.workshops[0]?.id ?? '',
    customer: '',
    release: false,
  });
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState('');
  const sent = useRef<{ readonly content: string; readonly key: string } | null>(null);
  const items = useItems(draft.itemCode);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const problems = {
    orderNo: draft.orderNo.trim() ? null : t('missing_no'),
    itemCode: draft.itemCode.trim() ? null : t('missing_item'),
    qty: parseQuantity(draft.qty) ? null : t('wrong_qty'),
    day: draft.day ? null : t('missing_due'),
    workshopId: draft.workshopId ? null : t('missing_workshop'),
  };
  const said = (field: keyof typeof problems) => (tried ? problems[field] : null);
  const submit = async () => {
    setTried(true);
    setRefused('');
    if (Object.values(problems).some(Boolean)) return;
    const order = orderOf(draft);
    const content = JSON.stringify(order);
    // The same content again, after no answer came, is the same press.
    if (sent.current?.content !== content) sent.current = { content, key: newPressKey() };
    const answer = await createOrder(order, sent.current.key);
    if (!answer.ok) {
      const { title, detail } = explain(answer.failure);
      setRefused(`${title} ${detail}`.trim());
      return;
    }
    onClose();
    onCreated(answer.value.orderNo);
  };
  const known = items.find(({ code }) => code === draft.itemCode.trim());
  const complete = draft.orderNo.trim() && parseQuantity(draft.qty);
  return (
    <Dialog
      title={t('new_title')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <Press kind='main' id='create-order' onPress={submit}>
          {complete ? t(draft.release ? 'create_release' : 'create', { orderNo: draft.orderNo.trim(), qty: draft.qty }) : t('create_plain')}
        </Press>
      }
    >
      {refused ? (
        <div className='text-stop' role='alert'>
          ■ {refused}
        </div>
      ) : null}
      <div className='field-row'>
        <Text label={t('order_no')} problem={said('orderNo')} value={draft.orderNo} onType={(orderNo) => set({ orderNo })} />
        <Text
          label={t('item')}
          problem={said('itemCode')}
          value={draft.itemCode}
          onType={(itemCode) => set({ itemCode })}
          suggestions={items}
        />
        <Text label={t('qty')} problem={said('qty')} value={draft.qty} onType={(qty) => set({ qty: qty.trim() })} />
        <Text label={t('due')} problem={said('day')} value={draft.day} onType={(day) => set({ day })} type='date' />
        <Field label={t('workshop')} problem={said('workshopId')}>
          {(id, describedBy) => (
            <select
              id={id}
              className='box'
              aria-describedby={describedBy}
              value={draft.workshopId}
              onChange={(event) => set({ workshopId: event.target.value })}
            >
              {me.workshops.map((workshop) => (
                <option key={workshop.id} value={workshop.id}>
                  {workshop.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Text label={t('customer')} problem={null} value={draft.customer} onType={(customer) => set({ customer })} />
      </div>
      {known ? <p className='note'>{t('item_hint', { name: `${known.name}${known.drawing ? ` · ${known.drawing}` : ''}` })}</p> : null}
      {me.may('workorders.release') ? (
        <label className='field-check'>
          <input type='checkbox' className='tickbox' checked={draft.release} onChange={(event) => set({ release: event.target.checked })} />
          {t('release_at_once')}
        </label>
      ) : null}
    </Dialog>
  );
}

type TextProps = {
  readonly label: string;
  readonly problem: string | null;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly type?: 'text' | 'date';
  readonly suggestions?: readonly ItemDto[];
};

function Text({ label, problem, value, onType, type = 'text', suggestions }: TextProps) {
  return (
    <Field label={label} problem={problem}>
      {(id, describedBy) => (
        <>
          <input
            id={id}
            type={type}
            className='box'
            autoComplete='off'
            list={suggestions ? `${id}-list` : undefined}
            value={value}
            aria-describedby={describedBy}
            onChange={(event) => onType(event.target.value)}
          />
          {suggestions ? (
            <datalist id={`${id}-list`}>
              {suggestions.map((item) => (
                <option key={item.id} value={item.code} label={item.name} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}

/** Items whose code begins like what is typed. */
function useItems(typed: string): readonly ItemDto[] {
  const [items, setItems] = useState<readonly ItemDto[]>([]);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await loadItems(typed.trim());
      // Suggestions are a convenience: without an answer the field simply has none.
      if (wanted && answer.ok) setItems(answer.value.items);
    }, 200);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [typed]);
  return items;
}

function orderOf({ orderNo, itemCode, qty, day, workshopId, customer, release }: Draft): NewOrder {
  return {
    orderNo: orderNo.trim(),
    itemCode: itemCode.trim(),
    plannedQty: qty,
    dueAt: dueInstant(day),
    workshopId,
    ...(customer.trim() ? { customer: customer.trim() } : {}),
    release,
  };
}
