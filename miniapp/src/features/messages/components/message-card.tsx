import type { MessageDto, MessageState } from '@contracts/api/messages';
import { Text, View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { type Lamp, LampCard, LampTag } from '@/shared/ui/lamp';
import { useMessageText } from '../texts';

const LAMP: Readonly<Record<MessageState, Lamp>> = { sent: 'run', waiting: 'wait', merged: 'run', dropped: 'idle', failed: 'stop' };

/** One message: to whom, about what, how, and what became of it. What an answer said stays with the person. */
export function MessageCard({ message, now }: { readonly message: MessageDto; readonly now: Date }) {
  const t = useMessageText();
  const { id, person, kind, about, state, reason, errcode, queuedAt, sentAt, nextAt, attempts } = message;
  const why = [
    reason && state !== 'sent' ? t(`reason_${reason}`) : null,
    errcode === null ? null : t('errcode', { errcode }),
    nextAt && new Date(nextAt) > now ? t('next', { at: shortMoment(nextAt, now) }) : null,
    attempts > 1 ? t('attempts', { count: attempts }) : null,
  ].filter(Boolean);
  return (
    <LampCard lamp={LAMP[state]} id={`message-${id}`}>
      <View className='row'>
        <LampTag lamp={LAMP[state]}>{t(`state_${state}`)}</LampTag>
        <Text className='note'>{shortMoment(sentAt ?? queuedAt, now)}</Text>
      </View>
      <View className='strong gap-top-small break'>
        {[person?.name ?? t('nobody_here'), [t(`kind_${kind}`), about].filter(Boolean).join(' ')].join(' · ')}
      </View>
      <View className='note break'>{[t(`as_${message.as}`), ...why].join(' · ')}</View>
    </LampCard>
  );
}
