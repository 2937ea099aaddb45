import type { AlertDto } from '@contracts/api/alerts';
import { View } from '@tarojs/components';
import { useCallback } from 'react';
import { open } from '@/shared/navigation';
import { useRemote } from '@/shared/request/use-remote';
import { lasted, shortMoment } from '@/shared/time/show-time';
import { Pressable } from '@/shared/ui/pressable';
import { Skeleton } from '@/shared/ui/skeleton';
import { factOf, subjectIdOf } from '../alert-facts';
import { loadOrder } from '../api';
import { holdingUpOf } from '../holding-up';
import type { AlertSteps } from '../hooks/use-alert-steps';
import { useAlertText } from '../texts';
import { AlertFrame } from './alert-frame';
import { NudgeButton } from './nudge-button';
import { OperationStands } from './operation-stands';
import { TakeButton } from './take-button';

const DAY_MS = 24 * 60 * 60_000;
/** From here on nobody counts hours. */
const FROM_DAYS = 2;

export type AlertCardProps = { readonly alert: AlertDto; readonly personId: string; readonly now: Date; readonly steps: AlertSteps };

/** An order past its due date: how late, how far each operation is, and where it is held up by whom. */
export function LateAlert({ alert, personId, now, steps }: AlertCardProps) {
  const t = useAlertText();
  const workOrderId = subjectIdOf(alert);
  const load = useCallback(() => loadOrder(workOrderId), [workOrderId]);
  const { value: order, failure } = useRemote(load);
  const due = factOf(alert, 'dueAt');
  const days = Math.floor((now.getTime() - Date.parse(due)) / DAY_MS);
  const held = order ? holdingUpOf(order) : null;
  return (
    <AlertFrame
      alert={alert}
      personId={personId}
      tag={days < FROM_DAYS ? t('tag_operation_late', { lasted: lasted(due, now) }) : t('tag_operation_late_days', { count: days })}
      title={`${factOf(alert, 'orderNo')} ${factOf(alert, 'itemName')}`}
    >
      <View className='note'>{t('due', { due: shortMoment(due, now) })}</View>
      {order?.operations.map((operation) => (
        <OperationStands key={operation.id} operation={operation} held={held?.operation.id === operation.id ? held : null} now={now} />
      ))}
      {!order && !failure ? <Skeleton cards={1} /> : null}
      <Pressable id={`records-${alert.id}`} className='link note' onPress={() => void open('records', { workOrderId: subjectIdOf(alert) })}>
        {t('records')} ›
      </Pressable>
      <View className='actions'>
        <TakeButton alert={alert} steps={steps} />
        {held ? <NudgeButton operation={held.operation} people={held.people} steps={steps} /> : null}
      </View>
    </AlertFrame>
  );
}
