import type { WorkOrderDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { useRemote } from '@/shared/request/use-remote';
import { lasted } from '@/shared/time/show-time';
import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { loadTeamNow } from '../api';
import { missingQty } from '../missing-qty';
import { sendSteps } from '../send-steps';
import { useOrderText } from '../texts';
import { TextField } from './text-field';

type CancelDialogProps = { readonly order: WorkOrderDto; readonly now: Date; readonly onClose: () => void };

/** What is made stays, what is not is given up: who is at it, who is told, and the number of the order on the button (B-1.1). */
export function CancelDialog({ order, now, onClose }: CancelDialogProps) {
  const t = useOrderText();
  const { id, orderNo, goodQty, scrapQty, item, operations } = order;
  const unit = item.unit.name;
  const left = missingQty(order);
  const busy = useRemote(loadTeamNow).value?.items.filter(({ workOrder }) => workOrder.id === id) ?? [];
  const told = [...new Set([...busy.map(({ person }) => person.name), ...operations.filter(isToDo).flatMap(namesAt)])];
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const inRework = operations.find(({ inReworkQty }) => inReworkQty !== '0');
  const unreleased = operations.find(({ finalRelease }) => finalRelease.state === 'open' || finalRelease.state === 'failed');
  const against = inRework
    ? t('cancel_rework', { operation: inRework.name, qty: inRework.inReworkQty, unit })
    : unreleased && t('cancel_release', { operation: unreleased.name });
  const submit = () => {
    setTried(true);
    if (against || !reason.trim()) return;
    onClose();
    sendSteps(t('words_cancel', { orderNo }), [{ orderId: id, orderNo, step: 'cancel', body: { reason: reason.trim() } }]);
  };
  const working = busy.map(({ person, operation, since }) =>
    t('at_operation', { name: person.name, operation: operation.name, lasted: lasted(since, now) }),
  );
  return (
    <Dialog
      title={t('cancel_title', { orderNo })}
      onClose={onClose}
      onSubmit={submit}
      actions={
        against ? null : (
          <Press kind='main' id='do-cancel' onPress={submit}>
            {t('cancel_do', { orderNo, left, unit })}
          </Press>
        )
      }
    >
      {against ? (
        <p id='cancel-against' className='text-stop'>
          ■ {against}
        </p>
      ) : (
        <>
          <p>{t('cancel_made', { good: goodQty, scrap: scrapQty, left, unit })}</p>
          {working.length > 0 ? <p className='text-wait'>◆ {t('cancel_working', { names: working.join(t('names_join')) })}</p> : null}
          <p className='note'>{told.length > 0 ? t('cancel_told', { names: told.join(t('names_join')) }) : t('cancel_nobody')}</p>
          <TextField label={t('reason')} value={reason} problem={tried && !reason.trim() ? t('missing_reason') : null} onType={setReason} />
        </>
      )}
    </Dialog>
  );
}

type Operation = WorkOrderDto['operations'][number];
const isToDo = ({ status }: Operation): boolean => status !== 'finished';
const namesAt = ({ assignedTo }: Operation): string[] => assignedTo.map(({ name }) => name);
