import type { OrderBoardDto } from '@contracts/api/order-board';
import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useState } from 'react';
import { type Remote, useRemote } from '@/shared/request/use-remote';
import { onSent } from '../../desk/delayed-action';
import { useShown } from '../../desk/hooks/use-shown';
import { type BoardFilter, loadBoard } from '../api';

const REFRESH_MS = 30_000;
const TYPING_MS = 250;

/** The board under a filter; it asks again when something was sent, when the page comes back, and every half minute. */
export function useBoard(filter: BoardFilter): Remote<OrderBoardDto> {
  const { view, workshopId } = filter;
  const q = useSettled(filter.q ?? '');
  const ask = useCallback(() => loadBoard({ view, workshopId, q }), [view, workshopId, q]);
  const plain = view === 'open' && !workshopId && !q;
  const remote = useRemote(ask, plain ? 'order-board' : undefined);
  const { reload } = remote;
  const shown = useShown();
  useDidShow(() => void reload());
  useEffect(() => onSent(() => void reload()), [reload]);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload, shown]);
  return remote;
}

/** What has been typed, once the typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
