import type { PayDto } from '@contracts/api/payroll';
import { useDidShow } from '@tarojs/taro';
import { useEffect } from 'react';
import { useAcceptedCount } from '@/shared/offline/outbox';
import { type Remote, useRemote } from '@/shared/request/use-remote';
import { loadPayToday } from '../api';

/** Pay follows a report a moment later, when the fact has been handed on. */
const PAY_FOLLOWS_MS = 1_500;

export function useToday(): Remote<PayDto> {
  const remote = useRemote(loadPayToday, 'pay-today');
  const acceptedCount = useAcceptedCount();
  const { reload } = remote;
  useDidShow(() => void reload());
  useEffect(() => {
    if (acceptedCount === 0) return;
    const timer = setTimeout(() => void reload(), PAY_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [acceptedCount, reload]);
  return remote;
}
