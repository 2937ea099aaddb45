import { useEffect } from 'react';
import { useToday } from '@/features/pay/hooks/use-today';

const LOOK_AGAIN_MS = 1_000;

/** Today's pay once this report is in it; null until then. Pay is worked out a moment after the report, from the fact it published. */
export function usePayOfReport(reportId: string): string | null {
  const { value, reload } = useToday();
  const counted = value?.lines.some((line) => line.reportId === reportId) ?? false;
  useEffect(() => {
    if (counted || !reportId) return;
    const timer = setInterval(() => void reload(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [counted, reportId, reload]);
  return counted && value ? value.total : null;
}
