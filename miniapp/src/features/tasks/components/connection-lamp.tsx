import { open } from '@/shared/navigation';
import { useOutbox } from '@/shared/offline/outbox';
import { useConnection } from '@/shared/request/connection';
import { lasted } from '@/shared/time/show-time';
import { LampWord } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { useTaskText } from '../texts';

/** Whether the server hears us and what waits on this phone; opens the outbox. */
export function ConnectionLamp({ now }: { readonly now: Date }) {
  const t = useTaskText();
  const queue = useOutbox();
  const connection = useConnection();
  const refused = queue.filter(({ refusal }) => refusal).length;
  const lamp = () => {
    if (refused > 0) return <LampWord lamp='stop'>{t('to_look_at', { count: refused })}</LampWord>;
    if (!connection.reachable) return <LampWord lamp='wait'>{t('offline', { lasted: lasted(connection.since, now) })}</LampWord>;
    if (queue.length > 0) return <LampWord lamp='wait'>{t('waiting_to_send', { count: queue.length })}</LampWord>;
    return <LampWord lamp='run'>{t('online')}</LampWord>;
  };
  return (
    <Pressable id='open-outbox' className='bar-side' onPress={() => void open('outbox')}>
      {lamp()}
    </Pressable>
  );
}
