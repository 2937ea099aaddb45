import type { TaskDto } from '@contracts/api/workorders';
import { useCallback } from 'react';
import { useRemote } from '@/shared/request/use-remote';
import { loadPiecePrice } from '../api';

/** What one good piece pays today, yuan; null while it is not known or when there is none. Kept for work without a signal. */
export function usePiecePrice({ item, operation, pricePerPiece }: TaskDto): string | null {
  const ask = useCallback(() => loadPiecePrice(item.code, operation.name), [item.code, operation.name]);
  const { value } = useRemote(ask, `price/${item.code}/${operation.name}`);
  return value?.price ?? pricePerPiece;
}
