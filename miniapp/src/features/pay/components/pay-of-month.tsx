import { View } from '@tarojs/components';
import { useCallback, useState } from 'react';
import { useRemote } from '@/shared/request/use-remote';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { loadPayOfMonth } from '../api';
import { usePayText } from '../texts';
import { DayOfPay } from './day-of-pay';
import { PaySums } from './pay-sums';
import { StillAsking } from './still-asking';

/** A month day by day; the lines of a day are a press away. */
export function PayOfMonth({ month }: { readonly month: string }) {
  const t = usePayText();
  const now = useNow();
  const load = useCallback(() => loadPayOfMonth(month), [month]);
  const remote = useRemote(load, `pay-${month}`);
  const [openDay, setOpenDay] = useState<string | null>(null);
  const { value, keptFrom, failure } = remote;
  if (!value) return <StillAsking {...remote} />;
  return (
    <>
      <PaySums pay={value} />
      {keptFrom && failure ? <View className='note'>{t('kept_from', { time: shortMoment(keptFrom, now) })}</View> : null}
      {value.days.map((day) => (
        <DayOfPay
          key={day.businessDate}
          day={day}
          lines={value.lines.filter(({ businessDate }) => businessDate === day.businessDate)}
          opened={day.businessDate === openDay}
          onPress={() => setOpenDay(day.businessDate === openDay ? null : day.businessDate)}
        />
      ))}
      {value.days.length === 0 ? <Notice id='no-pay' lamp='idle' title={t('month_empty')} detail={t('month_empty_detail')} /> : null}
    </>
  );
}
