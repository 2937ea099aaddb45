import type { OrderChangeDto } from '@contracts/api/workorders';
import { View } from '@tarojs/components';
import { monthAndDay, shortMoment } from '@/shared/time/show-time';
import { factOf } from '../alert-facts';
import { useAlertText } from '../texts';
import { AlertFrame } from './alert-frame';
import { ChangeAnswers } from './change-answers';
import type { AlertCardProps } from './late-alert';
import { TakeButton } from './take-button';

type ChangeAlertProps = AlertCardProps & { readonly change: OrderChangeDto | undefined };

/** An order is to change: what to what, who asks and why, and the three answers. */
export function ChangeAlert({ alert, personId, now, steps, change }: ChangeAlertProps) {
  const t = useAlertText();
  const due = { fromDue: dayOf(factOf(alert, 'fromDueAt')), toDue: dayOf(factOf(alert, 'toDueAt')) };
  const qty = { fromQty: factOf(alert, 'fromQty'), toQty: factOf(alert, 'toQty') };
  const answers = change && steps.may('workorders.answer_change');
  return (
    <AlertFrame
      alert={alert}
      personId={personId}
      tag={qty.toQty ? t('tag_order_changed_qty', qty) : t('tag_order_changed_due', due)}
      title={`${factOf(alert, 'orderNo')} ${factOf(alert, 'itemName')}`}
    >
      {qty.toQty && due.toDue ? <View className='note'>{t('change_also_due', due)}</View> : null}
      {change ? (
        <View className='note break'>
          {t('change_by', { name: change.requestedBy.name, at: shortMoment(change.requestedAt, now), reason: change.reason })}
        </View>
      ) : null}
      {change?.state === 'question' ? (
        <View className='note break'>{t('change_question', { name: change.answeredBy?.name ?? '', note: change.note ?? '' })}</View>
      ) : null}
      {answers ? (
        <ChangeAnswers
          id={alert.id}
          toQty={qty.toQty}
          toDue={due.toDue}
          surplus={change.surplus && { ...change.surplus, fromQty: change.from.plannedQty }}
          onAnswer={(answer) => steps.answer(change, answer)}
        />
      ) : (
        <View className='actions'>
          <TakeButton alert={alert} steps={steps} main />
        </View>
      )}
    </AlertFrame>
  );
}

const dayOf = (instant: string): string => (instant ? monthAndDay(instant) : '');
