import type { PayDto } from '@contracts/api/payroll';
import { View } from '@tarojs/components';
import { restartAt } from '@/shared/navigation';
import type { Remote } from '@/shared/request/use-remote';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { usePayText } from '../texts';
import { PayLine } from './pay-line';
import { PaySums } from './pay-sums';
import { StillAsking } from './still-asking';

/** What today has come to, line by line, so that nobody has to believe a sum. */
export function PayOfToday({ today }: { readonly today: Remote<PayDto> }) {
  const t = usePayText();
  const now = useNow();
  const { value, keptFrom, failure } = today;
  if (!value) return <StillAsking {...today} />;
  return (
    <>
      <PaySums pay={value} />
      {keptFrom && failure ? <View className='note'>{t('kept_from', { time: shortMoment(keptFrom, now) })}</View> : null}
      {value.lines.map((line) => (
        <PayLine key={line.id} line={line} />
      ))}
      {value.lines.length === 0 ? (
        <Notice
          id='no-pay'
          lamp='idle'
          title={t('empty')}
          detail={t('empty_detail')}
          action={{ text: t('to_tasks'), onPress: () => restartAt('myTasks') }}
        />
      ) : null}
    </>
  );
}
